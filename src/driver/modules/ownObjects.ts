// Does a value share an object with a module? Then whoever changes the value changes the module.
import type { ClassTable } from "../../contracts.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import { findObject } from "../../values/objectsIn.ts";

export interface OwnObjects {
  areIn(value: unknown): boolean;
  /** The module may hold other objects since. */
  lookAgain(): void;
}

/** @param roots what hangs at the module's names and in what it imports */
export function makeOwnObjects(roots: () => Iterable<unknown>, classes: ClassTable): OwnObjects {
  let own: Set<object> | undefined;

  function collect(): Set<object> {
    const found = new Set<object>();
    for (const root of roots()) {
      findObject(root, classes, (object) => {
        found.add(object);
        return false;
      });
    }
    return found;
  }

  return {
    areIn(value) {
      if (isImmutable(value)) return false;
      own ??= collect();
      const mine = own;
      return mine.size > 0 && findObject(value, classes, (object) => mine.has(object));
    },
    lookAgain() {
      own = undefined;
    },
  };
}

/** The value itself, and what was written into it where it is a class or function. */
export function* rootsIn(value: unknown): Iterable<unknown> {
  if (typeof value !== "function") yield value;
  else for (const own of Object.values(Object.getOwnPropertyDescriptors(value))) yield own.value;
}

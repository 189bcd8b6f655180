// Is this value still what it was? For objects that hold functions, and so have no version: told by what hangs in them.
import { types } from "node:util";
import { descriptorOf, is, isArray, objectPrototype, ownKeysOf, prototypeOf } from "./natives.ts";

export interface Snapshot {
  /** False also where it cannot be told: something in the value keeps a state that is not seen from outside. */
  holds(): boolean;
}

/** Remembers each property of each plain object and array of a value; functions count as themselves. */
export function snapshotOf(root: unknown): Snapshot {
  const taken = new Map<object, readonly (readonly [PropertyKey, unknown])[]>();
  const stack: unknown[] = [root];
  let isExact = true;
  while (stack.length > 0) {
    const item = stack.pop();
    if (typeof item !== "object" || item === null || taken.has(item) || types.isRegExp(item)) continue;
    if (!isPlain(item)) {
      isExact = false;
      continue;
    }
    const properties = propertiesOf(item);
    taken.set(item, properties);
    for (const [, value] of properties) stack.push(value);
  }
  return { holds: () => isExact && [...taken].every(([object, before]) => isSame(propertiesOf(object), before)) };
}

function isPlain(object: object): boolean {
  if (types.isProxy(object)) return false;
  const prototype = prototypeOf(object);
  return prototype === null || prototype === objectPrototype || isArray(object);
}

function propertiesOf(object: object): readonly (readonly [PropertyKey, unknown])[] {
  return ownKeysOf(object).map((key) => {
    const own = descriptorOf(object, key);
    return [key, own?.get ?? own?.value] as const;
  });
}

function isSame(
  now: readonly (readonly [PropertyKey, unknown])[],
  before: readonly (readonly [PropertyKey, unknown])[],
): boolean {
  return (
    now.length === before.length && now.every(([key, value], at) => key === before[at]![0] && is(value, before[at]![1]))
  );
}

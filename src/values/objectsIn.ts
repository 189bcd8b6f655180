// Which objects hang in this value? Found without calling any of its code, and without recursion.
import { types } from "node:util";
import type { ClassTable } from "../contracts.ts";
import { builtinName } from "./builtins.ts";
import {
  descriptorOf,
  isArray,
  isView,
  mapEach,
  objectPrototype,
  ownKeysOf,
  prototypeOf,
  setEach,
  spanOf,
} from "./natives.ts";

/**
 * Looks at each object of a value until one is wanted. Looks into plain objects, arrays, Maps, Sets and instances of
 * known classes; of a view also at its buffer. What lies in other objects belongs to them.
 *
 * @param meets tells whether this object is the wanted one; called once for each
 * @returns whether there was one
 */
export function findObject(value: unknown, classes: ClassTable, meets: (object: object) => boolean): boolean {
  const seen = new Set<object>();
  const stack: object[] = [];
  const add = (item: unknown): void => {
    if (typeof item === "object" && item !== null && !seen.has(item)) {
      seen.add(item);
      stack.push(item);
    }
  };
  add(value);
  while (stack.length > 0) {
    const object = stack.pop()!;
    if (meets(object)) return true;
    if (types.isProxy(object)) continue;
    if (isView(object)) add(spanOf(object).buffer);
    else if (types.isMap(object))
      mapEach(object, (item: unknown, key: unknown) => {
        add(key);
        add(item);
      });
    else if (types.isSet(object)) setEach(object, add);
    else if (isOpen(object, classes)) for (const key of ownKeysOf(object)) add(descriptorOf(object, key)?.value);
  }
  return false;
}

function isOpen(object: object, classes: ClassTable): boolean {
  if (isArray(object) || types.isNativeError(object)) return true;
  const prototype = prototypeOf(object);
  if (prototype === null || prototype === objectPrototype) return true;
  return builtinName(prototype) === "Object" || classes.identityOf(prototype) !== undefined;
}

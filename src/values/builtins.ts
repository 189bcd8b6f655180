// Is this object the prototype of a built-in class, in this realm or another (a vm context, a worker's global)?
import { types } from "node:util";
import { descriptorOf, functionText, prototypeOf } from "./natives.ts";
import { ERRORS, VIEWS } from "./tags.ts";

const NAMES = ["Object", "Array", "Map", "Set", "Date", "RegExp", "Number", "String", "Boolean", "BigInt", "Symbol"];

const names = new Map<object, string>();
for (const name of [...NAMES, ...ERRORS, ...VIEWS, "URL"]) {
  const builtin = (globalThis as Record<string, unknown>)[name] as { prototype: object } | undefined;
  if (builtin !== undefined) names.set(builtin.prototype, name);
}
const known = new Set(names.values());
const foreign = new WeakMap<object, string>();

/** `"Array"` for any realm's `Array.prototype`; undefined for all that is no prototype of a built-in class that we know. */
export function builtinName(prototype: object): string | undefined {
  return names.get(prototype) ?? foreign.get(prototype) ?? recognise(prototype);
}

/**
 * Source text decides: only the engine's own functions print as `function X() { [native code] }` (no source can, it would not parse;
 * bound functions print without a name), and a native class's `prototype` can't be changed. So a constructor that
 * prints so and whose `prototype` is this very object belongs to it.
 */
function recognise(prototype: object): string | undefined {
  if (types.isProxy(prototype)) return undefined;
  const maker: unknown = descriptorOf(prototype, "constructor")?.value;
  if (typeof maker !== "function" || types.isProxy(maker)) return undefined;
  const name = /^function (\w+)\(\) \{ \[native code\] \}$/.exec(functionText(maker))?.[1];
  if (name === undefined || !known.has(name)) return undefined;
  const own = descriptorOf(maker, "prototype");
  if (own?.value !== prototype || own.writable === true || own.configurable === true) return undefined;
  foreign.set(prototype, name);
  return name;
}

/** Says for a person what an object is, without calling its code. */
export function describeObject(value: object): string {
  if (types.isProxy(value)) return "a Proxy";
  for (const [is, what] of odd) if (is(value)) return what;
  const name = classNameOf(value);
  return name === undefined ? "an object of an unknown class" : article(name);
}

export const article = (name: string): string => `${/^[AEIOaeio]/.test(name) ? "an" : "a"} ${name}`;

/** The name of the class of an object as its prototypes tell it. */
export function classNameOf(value: object): string | undefined {
  for (let p = prototypeOf(value), hops = 0; p !== null && hops < 50; p = prototypeOf(p), hops++) {
    if (types.isProxy(p)) return undefined;
    const maker: unknown = descriptorOf(p, "constructor")?.value;
    if (typeof maker !== "function" || types.isProxy(maker)) continue;
    const name: unknown = descriptorOf(maker, "name")?.value;
    if (typeof name === "string" && name !== "") return name.length > 60 ? `${name.slice(0, 60)}…` : name;
  }
  return undefined;
}

const odd: readonly (readonly [(value: unknown) => boolean, string])[] = [
  [types.isPromise, "a Promise"],
  [types.isWeakMap, "a WeakMap"],
  [types.isWeakSet, "a WeakSet"],
  [types.isSharedArrayBuffer, "a SharedArrayBuffer"],
  [types.isGeneratorObject, "a generator"],
  [types.isMapIterator, "an iterator"],
  [types.isSetIterator, "an iterator"],
  [types.isModuleNamespaceObject, "a module namespace"],
  [types.isArgumentsObject, "an arguments object"],
  [types.isExternal, "a native handle"],
];

const slots: readonly (readonly [(value: unknown) => boolean, string])[] = [
  [types.isMap, "a Map with another prototype"],
  [types.isSet, "a Set with another prototype"],
  [types.isDate, "a Date with another prototype"],
  [types.isRegExp, "a RegExp with another prototype"],
  [types.isNativeError, "an Error with another prototype"],
  [types.isBoxedPrimitive, "a boxed primitive with another prototype"],
  [types.isAnyArrayBuffer, "a buffer with another prototype"],
  [ArrayBuffer.isView, "a view of a buffer with another prototype"],
  ...odd,
];

/** What an object is that carries state besides its properties, as far as the engine tells; undefined for an ordinary one. */
export function hiddenState(value: object): string | undefined {
  for (let i = 0; i < slots.length; i++) if (slots[i]![0](value)) return slots[i]![1];
  return undefined;
}

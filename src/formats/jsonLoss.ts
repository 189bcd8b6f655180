// What in this value would JSON lose or change, and where?
import { types } from "node:util";
import type { Refusal } from "../contracts.ts";

interface Step {
  readonly value: unknown;
  readonly key: string;
  readonly up: Step | undefined;
}

function pathOf(step: Step): string {
  const keys: string[] = [];
  for (let s: Step | undefined = step; s !== undefined; s = s.up) keys.push(s.key);
  return keys.reverse().join("");
}

const stepOf = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

/**
 * The first thing that would not come back from JSON as it was. Expects a value that has a version: its properties are plain.
 */
export function jsonLoss(root: unknown): Refusal | undefined {
  const seen = new Set<object>();
  const stack: Step[] = [{ value: root, key: "", up: undefined }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { value } = at;
    const what = lossOf(value, seen);
    if (what !== undefined) return { path: pathOf(at), what };
    if (typeof value !== "object" || value === null) continue;
    seen.add(value);
    const keys = Array.isArray(value) ? undefined : Object.keys(value);
    const n = keys?.length ?? (value as readonly unknown[]).length;
    const hole = keys === undefined ? firstHole(value as readonly unknown[]) : -1;
    if (hole >= 0) return { path: `${pathOf(at)}[${hole}]`, what: "a missing element" };
    // pushed backwards, so that the first loss in reading order is named
    for (let i = n - 1; i >= 0; i--) {
      const child = (value as Record<string, unknown>)[keys?.[i] ?? String(i)];
      if (typeof child === "string" || typeof child === "boolean" || child === null) continue;
      stack.push({ value: child, key: keys === undefined ? `[${i}]` : stepOf(keys[i]!), up: at });
    }
  }
  return undefined;
}

function firstHole(array: readonly unknown[]): number {
  for (let i = 0; i < array.length; i++) if (!Object.hasOwn(array, i)) return i;
  return -1;
}

function lossOf(value: unknown, seen: ReadonlySet<object>): string | undefined {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? undefined : String(value);
    case "undefined":
      return "undefined";
    case "bigint":
      return "a bigint";
    case "symbol":
      return "a symbol";
    case "string":
    case "boolean":
      return undefined;
    default:
      return value === null ? undefined : objectLoss(value as object, seen);
  }
}

function objectLoss(value: object, seen: ReadonlySet<object>): string | undefined {
  if (types.isProxy(value)) return "a frame";
  if (seen.has(value)) return "an object that stands in a second place";
  if (Array.isArray(value))
    return Object.keys(value).length > value.length ? "an array with extra properties" : undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return "an object without prototype";
  if (prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) return "an instance of a class";
  if (Object.hasOwn(value, "toJSON")) return "an object with toJSON";
  return undefined;
}

// Where in the value does the walk stand, and what comes next there?

import { writePrimitive } from "./leaves.ts";
import { descriptorOf, hasOwn, lookupGetter, namesOf, objectPrototype, valuesOf } from "./natives.ts";
import { joinPath, Refused, step } from "./refusal.ts";
import type { Sink } from "./sink.ts";
import { TAG } from "./tags.ts";

/** A container whose children are being written; `at` is the number of the next one. */
export interface Frame {
  readonly kind: "fields" | "elements" | "list" | "map" | "set" | "error";
  readonly node: object;
  readonly keys: readonly PropertyKey[];
  /** Children that had to be collected first; for a sparse array the indices of its elements. */
  list: unknown[] | undefined;
  at: number;
  /** Were the children visited ahead of their turn? */
  readonly visited: boolean;
  readonly up: Frame | undefined;
}

/** On these a descriptor of an accessor would look like one of a value. */
const isPolluted = (): boolean => "writable" in objectPrototype;

function refuse(own: PropertyDescriptor): never {
  throw new Refused(own.enumerable === true ? "an accessor" : "a non-enumerable property");
}

/**
 * Writes own properties up to the first that holds an object; the answer is its place, or the number of keys.
 * One descriptor per property tells value, accessor and enumerability at once, and is cheaper than reading and `__lookupGetter__`
 * (measured: 18 ns against 27 ns).
 */
export function writeFields(node: object, keys: readonly PropertyKey[], from: number, sink: Sink): number {
  const polluted = isPolluted();
  let i = from;
  try {
    for (; i < keys.length; i++) {
      const own = descriptorOf(node, keys[i]!)!;
      if (own.enumerable !== true || (polluted ? !hasOwn(own, "writable") : own.writable === undefined)) refuse(own);
      const value: unknown = own.value;
      if (typeof value === "string") sink.text(value);
      else if (typeof value === "number") sink.number(value);
      else if (typeof value === "object" && value !== null) return i;
      else writePrimitive(value, sink);
    }
    return i;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(error.what, step(keys[i]!) + error.path);
  }
}

/** Writes children in order up to the next object, which is the answer; undefined at the end. */
export function advance(frame: Frame, sink: Sink): object | undefined {
  if (frame.kind === "elements") return advanceElements(frame, frame.node as readonly unknown[], sink);
  if (frame.kind === "fields") {
    const { node, keys, at } = frame;
    frame.at = 0; // a refusal of writeFields names the key itself
    const i = writeFields(node, keys, at, sink);
    frame.at = i + 1;
    return i < keys.length ? (descriptorOf(node, keys[i]!)!.value as object) : undefined;
  }
  const list = frame.list!;
  while (frame.at < list.length) {
    const value = list[frame.at++];
    if (typeof value === "object" && value !== null) return value;
    writePrimitive(value, sink);
  }
  return undefined;
}

/**
 * All elements of an array that has neither holes nor accessors nor hidden elements; undefined where one must look closer.
 * Holes and getters are excluded first, so that `Object.values` calls none; it lists enumerable
 * elements only. Four times as fast as a descriptor each.
 *
 * @param array without extra keys
 */
export function plainElements(array: readonly unknown[]): unknown[] | undefined {
  const n = array.length;
  for (let i = 0; i < n; i++) if (!hasOwn(array, i) || lookupGetter(array, i) !== undefined) return undefined;
  const list = valuesOf(array) as unknown[];
  if (list.length !== n) return undefined;
  for (let i = 0; i < n; i++) {
    if (list[i] === undefined && !hasOwn(descriptorOf(array, i as unknown as string)!, "value")) return undefined;
  }
  return list;
}

function advanceElements(frame: Frame, array: readonly unknown[], sink: Sink): object | undefined {
  const n = array.length;
  const polluted = isPolluted();
  let i = frame.at;
  try {
    while (i < n) {
      const own = descriptorOf(array, i as unknown as string);
      if (own === undefined) {
        const run = holesFrom(frame, array, i, n);
        sink.byte(TAG.holes);
        sink.count(run);
        i += run;
        continue;
      }
      i++;
      if (own.enumerable !== true || (polluted ? !hasOwn(own, "writable") : own.writable === undefined)) refuse(own);
      const value: unknown = own.value;
      if (typeof value === "number") sink.number(value);
      else if (typeof value === "string") sink.text(value);
      else if (typeof value === "object" && value !== null) return value;
      else writePrimitive(value, sink);
    }
    return undefined;
  } finally {
    frame.at = i;
  }
}

/** Number of elements missing from `from` on. Long runs are not counted one by one: `new Array(1e9)` is a small value. */
function holesFrom(frame: Frame, array: readonly unknown[], from: number, n: number): number {
  let i = from + 1;
  for (; i < n && i < from + 64; i++) if (hasOwn(array, i)) return i - from;
  if (i >= n) return n - from;
  frame.list ??= namesOf(array);
  const present = frame.list as string[];
  let low = 0;
  let high = present.length - 1; // the last name is "length"
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Number(present[middle]) < i) low = middle + 1;
    else high = middle;
  }
  return (low === present.length - 1 ? n : Number(present[low])) - from;
}

/** The path of the child that is being written. */
export function pathOf(top: Frame | undefined, inner: string): string {
  const frames: Frame[] = [];
  for (let frame = top; frame !== undefined; frame = frame.up) frames.push(frame);
  return joinPath(frames.length + 1, (i) => (i < frames.length ? stepOf(frames[frames.length - 1 - i]!) : inner));
}

function stepOf({ kind, keys, list, at }: Frame): string {
  const i = at - 1;
  if (i < 0) return "";
  if (kind === "elements" || kind === "list") return step(i);
  if (kind === "set") return `<item ${i}>`;
  if (kind !== "map") return step(keys[i]!);
  if (i % 2 === 0) return `<key ${i / 2}>`;
  const key = list![i - 1];
  return typeof key === "string" || typeof key === "number"
    ? `.get(${JSON.stringify(key).slice(0, 60)})`
    : `<value ${(i - 1) / 2}>`;
}

// Is this piece of unknown JSON what it should be? Small readers that copy what is known and refuse the rest.
import { BOUNDS } from "./bounds.ts";

/** Raised by the readers, caught by the guards: what is wrong with a document. */
export class Malformed extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export function malformed(what: string): never {
  throw new Malformed(what);
}

export function readObject(x: unknown, what: string): Fields {
  if (typeof x !== "object" || x === null || Array.isArray(x)) malformed(`${what} is not an object`);
  return x as Fields;
}

/** @param most - Largest accepted length; a longer list is refused before it is walked. */
export function readList(x: unknown, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(x)) malformed(`${what} is not a list`);
  if (x.length > most) malformed(`${what} has ${x.length} entries, more than ${most}`);
  return x;
}

/** A list with exactly one entry per node. */
export function readColumn<T>(x: unknown, what: string, length: number, read: (x: unknown, what: string) => T): T[] {
  const list = readList(x, what, length);
  if (list.length !== length) malformed(`${what} has ${list.length} entries for ${length} nodes`);
  return list.map((entry) => read(entry, what));
}

/** A string, cut where it is longer than anything a person reads. */
export function readText(x: unknown, what: string): string {
  if (typeof x !== "string") malformed(`${what} is not text`);
  return x.length > BOUNDS.text ? `${x.slice(0, BOUNDS.text - 1)}…` : x;
}

/** One letter per node, none of them outside `alphabet`. */
export function readLetters(x: unknown, what: string, length: number, alphabet: RegExp): string {
  if (typeof x !== "string") malformed(`${what} is not text`);
  if (x.length !== length) malformed(`${what} has ${x.length} letters for ${length} nodes`);
  if (!alphabet.test(x)) malformed(`${what} has an unknown letter`);
  return x;
}

/** A finite number, not negative. */
export function readAmount(x: unknown, what: string): number {
  if (typeof x !== "number" || !Number.isFinite(x) || x < 0) malformed(`${what} is not an amount`);
  return x;
}

export function readCount(x: unknown, what: string): number {
  const amount = readAmount(x, what);
  if (!Number.isSafeInteger(amount)) malformed(`${what} is not a whole number`);
  return amount;
}

/** An index below `length`. */
export function readIndex(x: unknown, what: string, length: number): number {
  const index = readCount(x, what);
  if (index >= length) malformed(`${what} points at ${index}, but there are ${length}`);
  return index;
}

export function readOneOf<const T extends string>(x: unknown, what: string, words: readonly T[]): T {
  const word = words.find((candidate) => candidate === x);
  if (word === undefined) malformed(`${what} is none of ${words.join(", ")}`);
  return word;
}

/** Reads a field that may be absent; the result is spread into an object: `...optional(x, "size", readAmount)`. */
export function optional<const Name extends string, T>(
  fields: Fields,
  name: Name,
  read: (x: unknown, what: string) => T,
): { [N in Name]?: T } {
  const x = fields[name];
  return x === undefined || x === null ? {} : ({ [name]: read(x, name) } as { [N in Name]?: T });
}

export function readTexts(most: number): (x: unknown, what: string) => string[] {
  return (x, what) => readList(x, what, most).map((entry) => readText(entry, what));
}

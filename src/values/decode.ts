// Which value do these bytes stand for?
import type { ClassIdentity, ClassTable } from "../contracts.ts";
import { isCellarError } from "../errors.ts";
import { newError, notPrimitive, readLeaf, readPrimitive } from "./decodeLeaf.ts";
import { objectPrototype } from "./natives.ts";
import { damaged, Reader } from "./reader.ts";
import { ERRORS, MATCH_KEYS, MAX_SHAPE, TAG } from "./tags.ts";

/** The reason when a value is of a class that is no longer the one it was made with. */
class ClassChanged extends Error {}

/** Does this error of `decodeValue` say that a class of the value was edited or is gone? */
export function isClassChanged(error: unknown): boolean {
  return isCellarError(error, "corrupt-result") && error.cause instanceof ClassChanged;
}

/**
 * Makes the value that `encodeValue` wrote, with its shared references and cycles. Runs no code from the bytes;
 * the only prototypes besides those of the language are the ones in `classes`. Buffers get memory of their own.
 *
 * @throws `corrupt-result` on bytes that were not written by `encodeValue`, or where a class or package is missing
 */
export function decodeValue(bytes: Uint8Array, classes: ClassTable): unknown {
  return decodeAll(new Reader(bytes), classes);
}

/** The value that a reader gives, which holds nothing else. */
export function decodeAll(reader: Reader, classes: ClassTable): unknown {
  const value = new Decoding(reader, classes).run();
  if (reader.left > 0) throw damaged("it goes on after its end");
  return value;
}

interface Shape {
  readonly keys: readonly string[];
  /** Is plain assignment enough? Not where a prototype could catch it. */
  readonly simple: boolean;
}

/** An object whose children are being read. */
interface Frame {
  readonly take: "fields" | "define" | "elements" | "map" | "set" | "error";
  readonly node: object;
  readonly keys: readonly string[];
  readonly flags: readonly boolean[];
  at: number;
  readonly count: number;
  key: unknown;
  readonly up: Frame | undefined;
}

const none: readonly never[] = [];

class Decoding {
  readonly #reader: Reader;
  readonly #classes: ClassTable;
  readonly #seen: object[] = [];
  readonly #shapes: Shape[] = [];
  readonly #prototypes: object[] = [];
  #top: Frame | undefined;

  constructor(reader: Reader, classes: ClassTable) {
    this.#reader = reader;
    this.#classes = classes;
  }

  run(): unknown {
    const tag = this.#reader.byte();
    const primitive = readPrimitive(tag, this.#reader);
    if (primitive !== notPrimitive) return primitive;
    const root = this.#object(tag);
    for (let top = this.#top; top !== undefined; top = this.#top) {
      this.#fill(top);
      if (this.#top === top) this.#top = top.up;
    }
    return root;
  }

  /** Reads children until one of them has children itself, or all are there. */
  #fill(frame: Frame): void {
    if (frame.take === "elements") this.#fillList(frame, frame.node as unknown[]);
    else if (frame.take === "fields") this.#fillRecord(frame, frame.node as Record<string, unknown>);
    else this.#fillOther(frame);
  }

  #fillList(frame: Frame, list: unknown[]): void {
    const reader = this.#reader;
    while (frame.at < frame.count) {
      const tag = reader.byte();
      if (tag === TAG.holes) {
        const run = reader.count();
        if (run === 0 || run > frame.count - frame.at) throw damaged("an array is malformed");
        frame.at += run;
        lengthen(list, frame.at);
        continue;
      }
      frame.at++;
      let value = readPrimitive(tag, reader);
      if (value === notPrimitive) value = this.#object(tag);
      list.push(value);
      if (this.#top !== frame) return;
    }
  }

  /** Most records hold no objects: these are read without a frame. The first object is left to the loop in `run`. */
  #flatRecord(node: Record<string, unknown>, keys: readonly string[]): void {
    const reader = this.#reader;
    for (let i = 0; i < keys.length; i++) {
      const value = readPrimitive(reader.byte(), reader);
      if (value === notPrimitive) {
        reader.pos--;
        this.#open("fields", node, keys.length, keys);
        this.#top!.at = i;
        return;
      }
      node[keys[i]!] = value;
    }
  }

  #fillRecord(frame: Frame, node: Record<string, unknown>): void {
    const reader = this.#reader;
    while (frame.at < frame.count) {
      const key = frame.keys[frame.at++]!;
      const tag = reader.byte();
      let value = readPrimitive(tag, reader);
      if (value === notPrimitive) value = this.#object(tag);
      node[key] = value;
      if (this.#top !== frame) return;
    }
  }

  #fillOther(frame: Frame): void {
    const reader = this.#reader;
    while (frame.at < frame.count) {
      const tag = reader.byte();
      let value = readPrimitive(tag, reader);
      if (value === notPrimitive) value = this.#object(tag);
      place(frame, value);
      if (this.#top !== frame) return;
    }
    if (
      (frame.take === "map" || frame.take === "set") &&
      (frame.node as Set<unknown>).size * (frame.take === "map" ? 2 : 1) !== frame.count
    )
      throw damaged("a key stands twice");
  }

  #open(
    take: Frame["take"],
    node: object,
    count: number,
    keys: readonly string[] = none,
    flags: readonly boolean[] = none,
  ): object {
    if (count > 0) this.#top = { take, node, keys, flags, at: 0, count, key: undefined, up: this.#top };
    return node;
  }

  #object(tag: number): object {
    const reader = this.#reader;
    switch (tag) {
      case TAG.seen: {
        const known = this.#seen[reader.count()];
        if (known === undefined) throw damaged("a reference points nowhere");
        return known;
      }
      case TAG.record:
      case TAG.bare:
      case TAG.instance:
        return this.#record(tag);
      case TAG.array: {
        const count = reader.count();
        if (count > 0xffffffff) throw damaged("an array is malformed");
        return this.#open("elements", this.#meet([]), count);
      }
      case TAG.match:
        return this.#match();
      case TAG.map:
        return this.#open("map", this.#meet(new Map()), 2 * this.#children());
      case TAG.set:
        return this.#open("set", this.#meet(new Set()), this.#children());
      case TAG.error:
        return this.#error();
      default: {
        // the place in `seen` is taken before the leaf is made: it has no children
        const leaf = readLeaf(tag, reader);
        if (leaf === undefined) throw damaged("it holds an unknown tag");
        return this.#meet(leaf);
      }
    }
  }

  #meet<T extends object>(object: T): T {
    this.#seen.push(object);
    return object;
  }

  /** A count of things that take at least a byte each. */
  #children(): number {
    const count = this.#reader.count();
    this.#reader.need(count);
    return count;
  }

  #record(tag: number): object {
    const node = this.#meet(
      tag === TAG.record ? {} : (Object.create(tag === TAG.bare ? null : this.#prototype()) as object),
    );
    const shape = this.#shape();
    const simple = tag === TAG.bare || (tag === TAG.record && shape.simple);
    if (simple) this.#flatRecord(node as Record<string, unknown>, shape.keys);
    else this.#open("define", node, shape.keys.length, shape.keys);
    return node;
  }

  #prototype(): object {
    const number = this.#reader.count();
    if (number > 0) {
      const known = this.#prototypes[number - 1];
      if (known === undefined) throw damaged("it names an unknown class");
      return known;
    }
    const identity: ClassIdentity = { name: this.#reader.text(), code: this.#reader.text() };
    const prototype = this.#classes.prototypeOf(identity);
    if (prototype === undefined) {
      const why = `its class ${identity.name} was changed or is gone`;
      throw damaged(why, new ClassChanged(why));
    }
    this.#prototypes.push(prototype);
    return prototype;
  }

  #shape(): Shape {
    const number = this.#reader.count();
    if (number > 0) {
      const known = this.#shapes[number - 1];
      if (known === undefined) throw damaged("it names an unknown shape");
      return known;
    }
    const keys: string[] = [];
    let simple = true;
    for (let left = this.#children(); left > 0; left--) {
      const key = this.#reader.text();
      if (key in objectPrototype) simple = false;
      keys.push(key);
    }
    if (new Set(keys).size !== keys.length) throw damaged("a key stands twice");
    const shape = { keys, simple };
    if (keys.length <= MAX_SHAPE) this.#shapes.push(shape);
    return shape;
  }

  #match(): object {
    const extra = MATCH_KEYS[this.#reader.byte()];
    if (extra === undefined) throw damaged("an array is malformed");
    const length = this.#children();
    const keys: string[] = [];
    for (let i = 0; i < length; i++) keys.push(String(i));
    return this.#open("define", this.#meet([]), length + extra.length, [...keys, ...extra]);
  }

  #error(): object {
    const name = this.#reader.text();
    if (!(ERRORS as readonly string[]).includes(name)) throw damaged("an error is of an unknown class");
    const keys: string[] = [];
    const flags: boolean[] = [];
    for (let left = this.#children(); left > 0; left--) {
      keys.push(this.#reader.text());
      flags.push(this.#reader.byte() === TAG.true);
    }
    return this.#open("error", this.#meet(newError(name)), keys.length, keys, flags);
  }
}

/** A long run of holes must not take memory: passing through the greatest length makes the engine store the array sparsely. */
function lengthen(array: unknown[], length: number): void {
  if (length - array.length > 1024) array.length = 0xffffffff;
  array.length = length;
}

function place(frame: Frame, value: unknown): void {
  const at = frame.at++;
  switch (frame.take) {
    case "elements":
    case "fields":
      return; // have loops of their own
    case "define":
    case "error": {
      const enumerable = frame.take === "define" || frame.flags[at]!;
      Object.defineProperty(frame.node, frame.keys[at]!, { value, enumerable, writable: true, configurable: true });
      return;
    }
    case "set":
      (frame.node as Set<unknown>).add(value);
      return;
    case "map":
      if (at % 2 === 0) frame.key = value;
      else (frame.node as Map<unknown, unknown>).set(frame.key, value);
  }
}

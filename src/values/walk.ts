// Which bytes stand for a value? One pass over it, without recursion and without calling any of its code.
import { types } from "node:util";
import type { ClassTable } from "../contracts.ts";
import { builtinName, describeObject, hiddenState } from "./builtins.ts";
import { extraKeysOf, firstStep } from "./extraKeys.ts";
import { advance, type Frame, pathOf, plainElements, writeFields } from "./frames.ts";
import { kindOf } from "./kinds.ts";
import { refuseExtras, refusePoser, writeLeaf, writePrimitive } from "./leaves.ts";
import {
  arrayPrototype,
  descriptorOf,
  hasOwn,
  isArray,
  mapEach,
  namesOf,
  objectPrototype,
  ownKeysOf,
  prototypeOf,
  setEach,
  symbolsOf,
} from "./natives.ts";
import { Refused, step } from "./refusal.ts";
import { Shapes } from "./shapes.ts";
import type { Sink } from "./sink.ts";
import { ERRORS, MATCH_KEYS, TAG } from "./tags.ts";
import { SHARED, Visits } from "./visits.ts";
import { writeKind } from "./writeKind.ts";

/**
 * Writes the canonical bytes of a value.
 *
 * @throws Refused with the whole path where the value has no version
 */
export function walk(root: unknown, classes: ClassTable, sink: Sink): void {
  if (typeof root !== "object" || root === null) {
    writePrimitive(root, sink);
    return;
  }
  try {
    new Walk(classes, sink, false).run(root);
  } catch (error) {
    if (error !== SHARED) throw error;
    sink.reset();
    new Walk(classes, sink, true).run(root);
  }
}

/** Children of longer lists are visited together. */
const MANY = 24;

class Walk {
  readonly #classes: ClassTable;
  readonly #sink: Sink;
  readonly #visits: Visits;
  readonly #shapes = new Shapes();
  #classNumbers: Map<object, number> | undefined;
  #top: Frame | undefined;

  constructor(classes: ClassTable, sink: Sink, numbered: boolean) {
    this.#classes = classes;
    this.#sink = sink;
    this.#visits = new Visits(numbered);
  }

  run(root: object): void {
    try {
      this.#enter(root);
      for (let top = this.#top; top !== undefined; top = this.#top) {
        const child = advance(top, this.#sink);
        if (child === undefined) this.#top = top.up;
        else if (top.visited) this.#enterNew(child);
        else this.#enter(child);
      }
    } catch (error) {
      if (error instanceof Refused) throw new Refused(error.what, pathOf(this.#top, error.path));
      throw error;
    }
  }

  #enter(value: object): void {
    const number = this.#visits.numberOf(value);
    if (number < 0) this.#enterNew(value);
    else {
      this.#sink.byte(TAG.seen);
      this.#sink.count(number);
    }
  }

  #enterNew(value: object): void {
    if (types.isProxy(value)) this.#other(value);
    else if (isArray(value)) this.#array(value);
    else {
      const prototype = prototypeOf(value);
      if (prototype === objectPrototype) this.#record(value, TAG.record);
      else if (prototype === null) this.#record(value, TAG.bare);
      else if (this.#classNumbers?.has(prototype)) this.#instance(value, prototype);
      else {
        const name = builtinName(prototype);
        if (name !== undefined) this.#builtin(value, name);
        else if (!this.#instance(value, prototype)) this.#other(value);
      }
    }
  }

  #builtin(value: object, name: string): void {
    if (name === "Object") this.#record(value, TAG.record);
    else if (name === "Map") this.#map(value);
    else if (name === "Set") this.#set(value);
    else if ((ERRORS as readonly string[]).includes(name)) this.#error(value, name);
    else if (!writeLeaf(value, name, this.#sink)) refusePoser(value, name);
  }

  #record(value: object, tag: number): void {
    this.#sink.byte(tag);
    this.#fields(value);
  }

  /** An instance of a class of a versioned module, by its own fields (R13). */
  #instance(value: object, prototype: object): boolean {
    this.#classNumbers ??= new Map();
    const numbers = this.#classNumbers;
    const known = numbers.get(prototype);
    const identity = known === undefined ? this.#classes.identityOf(prototype) : undefined;
    if (known === undefined && identity === undefined) return false;
    const sink = this.#sink;
    sink.byte(TAG.instance);
    if (identity === undefined) sink.count(known! + 1);
    else {
      numbers.set(prototype, numbers.size);
      sink.count(0);
      sink.text(identity.name);
      sink.text(identity.code);
    }
    this.#fields(value);
    return true;
  }

  #fields(value: object): void {
    const names = namesOf(value);
    const hidden = names.length === 0 ? hiddenState(value) : undefined;
    if (hidden !== undefined) throw new Refused(hidden);
    const symbols = symbolsOf(value);
    if (symbols.length > 0) refuseSymbols(value, symbols);
    const sink = this.#sink;
    const shape = this.#shapes.numberOf(names);
    sink.count(shape + 1);
    if (shape < 0) {
      sink.count(names.length);
      for (let i = 0; i < names.length; i++) sink.text(names[i]!);
    }
    const next = writeFields(value, names, 0, sink);
    if (next < names.length) this.#open("fields", value, names, undefined, next);
  }

  #open(kind: Frame["kind"], node: object, keys: readonly PropertyKey[], list: unknown[] | undefined, at = 0): void {
    const visited = list !== undefined && list.length > MANY && this.#visits.visitAll(list);
    this.#top = { kind, node, keys, list, at, visited, up: this.#top };
  }

  #array(value: readonly unknown[]): void {
    const prototype = prototypeOf(value);
    if (prototype !== arrayPrototype && (prototype === null || builtinName(prototype) !== "Array"))
      throw new Refused(`${describeObject(value)}, a subclass of Array`);
    const extra = extraKeysOf(value);
    const sink = this.#sink;
    if (extra.length === 0) {
      sink.byte(TAG.array);
      sink.count(value.length);
      if (value.length === 0) return;
      const list = plainElements(value);
      this.#open(list === undefined ? "elements" : "list", value, [], list);
      return;
    }
    const code = MATCH_KEYS.findIndex(
      (keys) => keys.length === extra.length && keys.every((key, i) => key === extra[i]),
    );
    if (code < 0) throw new Refused("an extra property of an array", firstStep(extra));
    sink.byte(TAG.match);
    sink.byte(code);
    sink.count(value.length);
    const keys: PropertyKey[] = [];
    for (let i = 0; i < value.length; i++) keys.push(i);
    this.#open("fields", value, [...keys, ...extra], undefined);
  }

  #map(value: object): void {
    if (!types.isMap(value)) refusePoser(value, "Map");
    refuseExtras(value, 0, "a Map");
    const list: unknown[] = [];
    mapEach(value, (item: unknown, key: unknown) => list.push(key, item));
    this.#sink.byte(TAG.map);
    this.#sink.count(list.length / 2);
    this.#open("map", value, [], list);
  }

  #set(value: object): void {
    if (!types.isSet(value)) refusePoser(value, "Set");
    refuseExtras(value, 0, "a Set");
    const list: unknown[] = [];
    setEach(value, (item: unknown) => list.push(item));
    this.#sink.byte(TAG.set);
    this.#sink.count(list.length);
    this.#open("set", value, [], list);
  }

  /** Class and own properties without the stack, which tells where it was made and not what it is. */
  #error(value: object, name: string): void {
    if (!types.isNativeError(value)) refusePoser(value, name);
    const sink = this.#sink;
    const keys = ownKeysOf(value).filter((key) => key !== "stack");
    sink.byte(TAG.error);
    sink.text(name);
    sink.count(keys.length);
    const list: unknown[] = [];
    for (const key of keys) {
      const own = descriptorOf(value, key)!;
      if (typeof key === "symbol") throw new Refused("a property with a symbol as its key", step(key));
      if (!hasOwn(own, "value")) throw new Refused("an accessor", step(key));
      if (own.enumerable !== true && !NATURAL.includes(key)) throw new Refused("a non-enumerable property", step(key));
      sink.text(key);
      sink.byte(own.enumerable === true ? TAG.true : TAG.false);
      list.push(own.value);
    }
    this.#open("error", value, keys, list);
  }

  #other(value: object): void {
    const kind = kindOf(value);
    if (kind === undefined) throw new Refused(describeObject(value));
    writeKind(kind, value, this.#sink);
  }
}

function refuseSymbols(value: object, symbols: readonly symbol[]): never {
  if (types.isModuleNamespaceObject(value)) throw new Refused("a module namespace");
  if (hasOwn(value, "_ldf")) throw new Refused("a polars LazyDataFrame: collect() it first");
  throw new Refused("a property with a symbol as its key", firstStep(symbols));
}

/** Properties that the constructors of errors make non-enumerable. */
const NATURAL: readonly PropertyKey[] = ["message", "cause", "errors", "name"];

// How are the objects without children written: dates, patterns, boxed primitives, URLs, buffers and views?
import { types } from "node:util";
import { article, describeObject } from "./builtins.ts";
import { extraKeysOfView, firstStep } from "./extraKeys.ts";
import {
  bigintIn,
  bigintText,
  booleanIn,
  byteLengthOf,
  descriptorOf,
  flagsOf,
  hrefOf,
  is,
  isResizable,
  keyFor,
  numberIn,
  ownKeysOf,
  patternOf,
  type Span,
  spanOf,
  stringIn,
  symbolIn,
  timeOf,
  typedArrayLength,
  typedArrayName,
  wellKnownName,
} from "./natives.ts";
import { Refused } from "./refusal.ts";
import type { Sink } from "./sink.ts";
import { TAG, VIEWS } from "./tags.ts";

/** Writes anything that is not an object. */
export function writePrimitive(value: unknown, sink: Sink): void {
  switch (typeof value) {
    case "number":
      sink.number(value);
      return;
    case "string":
      sink.text(value);
      return;
    case "boolean":
      sink.byte(value ? TAG.true : TAG.false);
      return;
    case "undefined":
      sink.byte(TAG.undefined);
      return;
    case "bigint":
      sink.byte(TAG.bigint);
      sink.text(bigintText(value, 16));
      return;
    case "symbol":
      writeSymbol(value, sink);
      return;
    case "function":
      throw new Refused("a function");
    default:
      sink.byte(TAG.null);
  }
}

function writeSymbol(symbol: symbol, sink: Sink): void {
  const key = keyFor(symbol);
  const name = key ?? wellKnownName(symbol);
  if (name === undefined) throw new Refused("a unique symbol");
  sink.byte(key === undefined ? TAG.symbolNamed : TAG.symbolFor);
  sink.text(name);
}

/** Refuses own properties beyond the first `expected` ones. */
export function refuseExtras(value: object, expected: number, what: string): void {
  const keys = ownKeysOf(value);
  if (keys.length > expected) throw new Refused(`an extra property of ${what}`, firstStep(keys.slice(expected)));
}

/** Writes an object of a built-in class that has no children. False if `name` is no such class or the object only poses as one. */
export function writeLeaf(value: object, name: string, sink: Sink): boolean {
  switch (name) {
    case "Date":
      if (!types.isDate(value)) return false;
      refuseExtras(value, 0, "a Date");
      sink.byte(TAG.date);
      sink.float(timeOf(value));
      return true;
    case "RegExp":
      return types.isRegExp(value) && writePattern(value, sink);
    case "URL":
      return writeUrl(value, sink);
    case "Number":
    case "String":
    case "Boolean":
    case "BigInt":
    case "Symbol":
      return types.isBoxedPrimitive(value) && writeBoxed(value, name, sink);
    default:
      return (types.isAnyArrayBuffer(value) || ArrayBuffer.isView(value)) && writeBytes(value, name, sink);
  }
}

function writePattern(value: object, sink: Sink): true {
  refuseExtras(value, 1, "a RegExp");
  if (!is(descriptorOf(value, "lastIndex")?.value, 0)) throw new Refused("a RegExp whose lastIndex is not 0");
  sink.byte(TAG.pattern);
  sink.text(patternOf(value));
  sink.text(flagsOf(value));
  return true;
}

function writeUrl(value: object, sink: Sink): boolean {
  let href: string;
  try {
    href = hrefOf(value);
  } catch {
    return false; // an object that only has URL's prototype: the getter finds no address in it
  }
  refuseExtras(value, 0, "a URL");
  sink.byte(TAG.url);
  sink.text(href);
  return true;
}

function writeBoxed(value: object, name: string, sink: Sink): boolean {
  const inner = types.isNumberObject(value)
    ? numberIn(value)
    : types.isStringObject(value)
      ? stringIn(value)
      : types.isBooleanObject(value)
        ? booleanIn(value)
        : types.isBigIntObject(value)
          ? bigintIn(value)
          : symbolIn(value);
  if (typeof inner !== name.toLowerCase()) return false;
  refuseExtras(value, typeof inner === "string" ? inner.length + 1 : 0, `a ${name} object`);
  sink.byte(TAG.boxed);
  writePrimitive(inner, sink);
  return true;
}

/** Its content and kind; where in a larger buffer a view lies is not part of its value. */
function writeBytes(value: object, name: string, sink: Sink): boolean {
  const code = (VIEWS as readonly string[]).indexOf(name);
  const span = rawSpan(value, name);
  if (code < 0 || span === undefined) return false;
  const { buffer, offset, length } = span;
  if (types.isSharedArrayBuffer(buffer))
    throw new Refused(value === buffer ? "a SharedArrayBuffer" : `${article(name)} on a SharedArrayBuffer`);
  if (isResizable(buffer) === true)
    throw new Refused(value === buffer ? "a resizable ArrayBuffer" : `${article(name)} on a resizable ArrayBuffer`);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(buffer, offset, length);
  } catch {
    throw new Refused(`${article(name)} whose buffer was transferred away`);
  }
  if (ArrayBuffer.isView(value) && name !== "DataView") refuseViewExtras(value, name, span);
  else refuseExtras(value, 0, article(name));
  sink.byte(TAG.bytes);
  sink.byte(code);
  sink.count(length);
  sink.bytes(bytes);
  return true;
}

function rawSpan(value: object, name: string): Span | undefined {
  if (!ArrayBuffer.isView(value)) {
    if (name !== "ArrayBuffer" || !types.isArrayBuffer(value)) return undefined;
    return { buffer: value, offset: 0, length: byteLengthOf(value) };
  }
  const kind = typedArrayName(value) ?? "DataView";
  if (kind !== name && !(name === "Buffer" && kind === "Uint8Array")) return undefined;
  try {
    return spanOf(value);
  } catch {
    throw new Refused(`${article(name)} whose buffer was transferred away`);
  }
}

function refuseViewExtras(view: ArrayBufferView, name: string, { buffer, offset }: Span): void {
  const length = typedArrayLength(view);
  const same = (): ArrayBufferView => {
    if (name === "Buffer") return Buffer.from(buffer as ArrayBuffer, offset, length);
    const maker = (globalThis as Record<string, unknown>)[name] as new (
      b: ArrayBufferLike,
      o: number,
      n: number,
    ) => ArrayBufferView;
    return new maker(buffer, offset, length);
  };
  const extra = extraKeysOfView(view, length, same);
  if (extra.length > 0) throw new Refused(`an extra property of ${article(name)}`, firstStep(extra));
}

/** Says why an object of a built-in class was not taken. */
export function refusePoser(value: object, name: string): never {
  throw new Refused(`${describeObject(value)} that is not a real ${name}`);
}

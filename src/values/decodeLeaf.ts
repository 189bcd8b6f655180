// Which value without children stands here?
import { hash } from "node:crypto";
import { kindNamed } from "./kinds.ts";
import { wellKnownSymbol } from "./natives.ts";
import { damaged, type Reader } from "./reader.ts";
import { ERRORS, TAG, VIEWS } from "./tags.ts";

/** A primitive, or `notPrimitive` where an object begins. */
export const notPrimitive = Symbol("not a primitive");

export function readPrimitive(tag: number, reader: Reader): unknown {
  if (tag >= 0x80) return tag - 0x80;
  switch (tag) {
    case TAG.text:
    case TAG.text16:
      return reader.textOf(tag);
    case TAG.int:
      return reader.int();
    case TAG.double:
      return reader.double();
    case TAG.true:
      return true;
    case TAG.false:
      return false;
    case TAG.null:
      return null;
    case TAG.undefined:
      return undefined;
    case TAG.nan:
      return Number.NaN;
    case TAG.bigint:
      return readBigint(reader.text());
    case TAG.symbolFor:
      return Symbol.for(reader.text());
    case TAG.symbolNamed: {
      const name = reader.text();
      const symbol = wellKnownSymbol(name);
      if (symbol === undefined) throw damaged(`this Node.js has no Symbol.${name}`);
      return symbol;
    }
    default:
      return notPrimitive;
  }
}

function readBigint(hex: string): bigint {
  if (!/^(0|-?[1-9a-f][0-9a-f]*)$/.test(hex)) throw damaged("a bigint is malformed");
  try {
    return hex.startsWith("-") ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`);
  } catch (error) {
    throw damaged("a bigint is too large", error);
  }
}

/** An object without children, or undefined if the tag is of none. */
export function readLeaf(tag: number, reader: Reader): object | undefined {
  switch (tag) {
    case TAG.date:
      return new Date(reader.float());
    case TAG.boxed: {
      const inner = readPrimitive(reader.byte(), reader);
      if (inner === notPrimitive || inner === null || inner === undefined)
        throw damaged("a boxed primitive is malformed");
      return Object(inner) as object;
    }
    case TAG.pattern:
      return make("a RegExp", () => new RegExp(reader.text(), reader.text()));
    case TAG.url:
      return make("a URL", () => new URL(reader.text()));
    case TAG.bytes:
      return readBytes(reader);
    case TAG.kind:
      return readKind(reader);
    default:
      return undefined;
  }
}

function make<T>(what: string, construct: () => T): T {
  try {
    return construct();
  } catch (error) {
    throw damaged(`${what} is malformed`, error);
  }
}

type Maker = new (buffer: ArrayBuffer) => object;
const makers = VIEWS.map((name) => (globalThis as Record<string, unknown>)[name] as Maker | undefined);

function readBytes(reader: Reader): object {
  const code = reader.byte();
  const name = VIEWS[code];
  if (name === undefined) throw damaged("a buffer is of an unknown kind");
  const buffer = reader.bytes(reader.count());
  if (name === "ArrayBuffer") return buffer;
  if (name === "Buffer") return Buffer.from(buffer);
  const maker = makers[code];
  if (maker === undefined) throw damaged(`this Node.js has no ${name}`);
  return make(`a ${name}`, () => new maker(buffer));
}

function readKind(reader: Reader): object {
  const name = reader.text();
  const version = reader.count();
  reader.need(72);
  reader.pos += 32; // the digest of the content: it is there for the version
  const size = Number(reader.buf.readBigUInt64LE(reader.pos));
  reader.pos += 8;
  const digest = reader.buf.subarray(reader.pos, reader.pos + 32);
  reader.pos += 32;
  const kind = kindNamed(name);
  if (kind === undefined || kind.version !== version)
    throw damaged(`it holds a ${name} of version ${version}, which is not known here`);
  const isChecked = reader.isAtBody;
  const payload = new Uint8Array(reader.bytes(size));
  // damaged bytes must not reach native code: polars ends the process over them
  if (!isChecked && !digest.equals(hash("sha256", payload, "buffer"))) throw damaged(`a ${name} is damaged`);
  return make(`a ${name}`, () => kind.decode(payload) as object);
}

type ErrorMaker = new (message?: string) => Error;
const errorMakers = new Map(
  ERRORS.map((name) => [name as string, (globalThis as Record<string, unknown>)[name] as ErrorMaker]),
);

/** An error that carries no stack: where it is decoded says nothing. */
export function newError(name: string): Error {
  const error =
    name === "AggregateError"
      ? (Reflect.construct(Error, [], errorMakers.get(name)!) as Error)
      : new (errorMakers.get(name)!)();
  Object.defineProperty(error, "stack", { value: undefined, writable: true, configurable: true, enumerable: false });
  return error;
}

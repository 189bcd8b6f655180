// How is a text, or bytes, written? As it is.
import { types } from "node:util";
import { isWellFormed, spanOf } from "../values/natives.ts";
import { checkedFormat } from "./checked.ts";
import { Unwritable } from "./unwritable.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const COPIED = 1 << 16;

/** Texts, Buffers, `Uint8Array`s and `ArrayBuffer`s; which of them it was is kept beside the bytes. */
export const file = checkedFormat({
  name: "file",
  version: 1,
  remedy:
    'It takes a text or bytes (a string, Buffer, Uint8Array or ArrayBuffer). Use format "structured", or return one of these.',
  write(value) {
    if (typeof value === "string") {
      if (!isWellFormed(value)) throw new Unwritable("", "a text with half a surrogate pair, which no file can hold");
      return { bytes: Buffer.from(value, "utf8"), hint: "text" };
    }
    const kind = bytesKind(value);
    if (kind === undefined) throw new Unwritable("", `no text and no bytes, but ${wordOf(value)}`);
    const bytes = bytesOf(value as ArrayBuffer | ArrayBufferView);
    // Small results may wait to be written while others have the value already.
    return { bytes: bytes.length <= COPIED ? bytes.slice() : bytes, hint: kind };
  },
  read(bytes, hint) {
    switch (hint) {
      case "text":
        return utf8.decode(bytes);
      case "Buffer":
        return Buffer.from(bytes);
      case "Uint8Array":
        return Uint8Array.from(bytes);
      case "ArrayBuffer":
        return Uint8Array.from(bytes).buffer;
      default:
        throw new Error("it is not known whether it was a text");
    }
  },
});

function bytesKind(value: unknown): "Buffer" | "Uint8Array" | "ArrayBuffer" | undefined {
  if (types.isArrayBuffer(value)) return "ArrayBuffer";
  if (!types.isUint8Array(value)) return undefined;
  return Buffer.isBuffer(value) ? "Buffer" : "Uint8Array";
}

function bytesOf(value: ArrayBuffer | ArrayBufferView): Uint8Array {
  if (!ArrayBuffer.isView(value)) return new Uint8Array(value);
  const { buffer, offset, length } = spanOf(value);
  return new Uint8Array(buffer, offset, length);
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (types.isTypedArray(value)) return `a ${value[Symbol.toStringTag]}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

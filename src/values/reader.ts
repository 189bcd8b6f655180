// What stands next in stored bytes? Every read is checked against the end, whatever lengths the bytes claim.
import { isAscii } from "node:buffer";
import { type CellarError, cellarError } from "../errors.ts";
import { isWellFormed } from "./natives.ts";
import { HEADER, TAG } from "./tags.ts";

/** The error of bytes that `encodeValue` did not write. */
export function damaged(what: string, cause?: unknown): CellarError {
  return cellarError(
    "corrupt-result",
    `The stored value can't be read: ${what}.`,
    cause === undefined ? {} : { cause },
  );
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const SHORT = 24;
const LATELY = 2048;
const lately: string[] = new Array<string>(LATELY).fill("");

export class Reader {
  readonly buf: Buffer;
  pos: number;
  readonly end: number;
  readonly #view: DataView;
  /** What follows the end, taken as a whole. */
  #body: Uint8Array | undefined;

  /** @param body bytes that were checked against their digest, in a buffer of their own, which is given away */
  constructor(bytes: Uint8Array, body?: Uint8Array) {
    this.#body = body;
    this.buf = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.byteLength;
    this.pos = HEADER.length;
    if (this.end < HEADER.length || this.buf.toString("latin1", 0, HEADER.length) !== HEADER)
      throw damaged("it has another header");
  }

  /** How many bytes are left; every child needs at least one. */
  get left(): number {
    return this.end - this.pos + (this.#body?.byteLength ?? 0);
  }

  /** Does the body come next? Then what it holds is known to be what was written. */
  get isAtBody(): boolean {
    return this.#body !== undefined && this.pos === this.end;
  }

  need(n: number): void {
    if (n > this.end - this.pos) throw damaged("it ends too early");
  }

  byte(): number {
    if (this.pos >= this.end) throw damaged("it ends too early");
    return this.buf[this.pos++]!;
  }

  /** A count below 2^53 in its shortest form. */
  count(): number {
    let b = this.byte();
    if (b < 0x80) return b;
    let n = b & 0x7f;
    for (let unit = 128; ; unit *= 128) {
      b = this.byte();
      n += (b & 0x7f) * unit;
      if (b < 0x80) {
        if (b === 0 || n > Number.MAX_SAFE_INTEGER) throw damaged("a count is malformed");
        return n;
      }
      if (unit > 2 ** 49) throw damaged("a count is malformed");
    }
  }

  int(): number {
    this.need(4);
    const n = this.#view.getInt32(this.pos, true);
    this.pos += 4;
    if (n >= 0 && n < 128) throw damaged("a number is malformed");
    return n;
  }

  double(): number {
    const n = this.float();
    if (Number.isNaN(n) || ((n | 0) === n && !Object.is(n, -0))) throw damaged("a number is malformed");
    return n;
  }

  float(): number {
    this.need(8);
    const n = this.#view.getFloat64(this.pos, true);
    this.pos += 8;
    return n;
  }

  /** A string with its tag. */
  text(): string {
    return this.textOf(this.byte());
  }

  textOf(tag: number): string {
    if (tag !== TAG.text && tag !== TAG.text16) throw damaged("a text is missing");
    const size = this.count();
    this.need(size);
    const from = this.pos;
    this.pos = from + size;
    if (tag === TAG.text16) {
      const text = size % 2 === 0 ? this.buf.toString("utf16le", from, this.pos) : "";
      if (size % 2 !== 0 || isWellFormed(text)) throw damaged("a text is malformed");
      return text;
    }
    return size > SHORT ? this.#utf8(from, size) : this.#short(from, size);
  }

  /** Short texts repeat: one met lately is found by its bytes, which is faster than making it and saves its memory. */
  #short(from: number, size: number): string {
    const buf = this.buf;
    let mix = size;
    for (let i = from; i < from + size; i++) {
      const c = buf[i]!;
      if (c > 127) return this.#utf8(from, size);
      mix = (Math.imul(mix, 31) + c) | 0;
    }
    const slot = (mix ^ (mix >>> 11)) & (LATELY - 1);
    const known = lately[slot]!;
    if (known.length === size) {
      let i = 0;
      while (i < size && known.charCodeAt(i) === buf[from + i]) i++;
      if (i === size) return known;
    }
    const text = buf.toString("latin1", from, from + size);
    lately[slot] = text;
    return text;
  }

  #utf8(from: number, size: number): string {
    const bytes = this.buf.subarray(from, from + size);
    if (isAscii(bytes)) return bytes.toString("latin1");
    try {
      return utf8.decode(bytes);
    } catch (error) {
      throw damaged("a text is malformed", error);
    }
  }

  /** Bytes in a buffer of their own. */
  bytes(size: number): ArrayBuffer {
    const body = this.#body;
    if (body !== undefined && this.pos === this.end) {
      if (size !== body.byteLength || size !== body.buffer.byteLength) throw damaged("it ends too early");
      this.#body = undefined;
      return body.buffer as ArrayBuffer;
    }
    this.need(size);
    const from = this.buf.byteOffset + this.pos;
    this.pos += size;
    return (this.buf.buffer as ArrayBuffer).slice(from, from + size);
  }
}

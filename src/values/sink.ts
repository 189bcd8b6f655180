// Where do the canonical bytes go? Into a hash alone, or into chunks that are hashed and kept.
import { createHash, type Hash, hash } from "node:crypto";
import type { Digest, Encoded } from "../contracts.ts";
import { isWellFormed } from "./natives.ts";
import { HEADER, TAG } from "./tags.ts";

const SCRATCH = 1 << 16;
const CHUNK = 1 << 20;
/** Larger pieces are referenced, not copied. */
const REFERENCE = 1 << 14;
/** A hash takes less than 2 GiB at once. */
const MAX_UPDATE = 1 << 30;
const SHORT = 48;

/** Taken while in use, since a kind's code may version a value of its own meanwhile. */
let scratch: Space | undefined;

interface Space {
  readonly buf: Buffer;
  readonly view: DataView;
}

function newSpace(size: number): Space {
  const buf = Buffer.allocUnsafeSlow(size);
  return { buf, view: new DataView(buf.buffer) };
}

const header = Buffer.from(HEADER, "latin1");

export class Sink {
  /** Free from `pos` on; write there after `room`. */
  buf: Buffer;
  pos: number;
  #view: DataView;
  #start = 0;
  /** Are the bytes wanted besides their digest? */
  readonly keeps: boolean;
  #hash: Hash | undefined;
  readonly #chunks: Uint8Array[] = [];
  /** Per chunk: is it part of the version's pre-image? Absent while all are. */
  #counted: boolean[] | undefined;

  /** @param keeps whether the bytes are wanted besides their digest */
  constructor(keeps: boolean) {
    this.keeps = keeps;
    const space = scratch ?? newSpace(SCRATCH);
    scratch = undefined;
    this.buf = space.buf;
    this.#view = space.view;
    this.buf.set(header);
    this.pos = header.length;
  }

  /** Forgets all that was written. */
  reset(): void {
    this.#hash = undefined;
    this.#chunks.length = 0;
    this.#counted = undefined;
    this.#start = 0;
    this.buf.set(header);
    this.pos = header.length;
  }

  /** Makes `n` bytes free at `pos`; `n` ≤ 16 kB. */
  room(n: number): void {
    if (this.pos + n > this.buf.length) this.#seal(true);
  }

  byte(b: number): void {
    this.room(1);
    this.buf[this.pos++] = b;
  }

  /** Count below 2^53. */
  count(n: number): void {
    this.room(8);
    while (n > 0x7f) {
      this.buf[this.pos++] = (n & 0x7f) | 0x80;
      n = n > 0x7fffffff ? Math.floor(n / 128) : n >>> 7;
    }
    this.buf[this.pos++] = n;
  }

  number(n: number): void {
    this.room(9);
    const buf = this.buf;
    if ((n | 0) === n && (n !== 0 || 1 / n > 0)) {
      if (n >= 0 && n < 128) {
        buf[this.pos++] = 0x80 | n;
        return;
      }
      const p = this.pos;
      buf[p] = TAG.int;
      buf[p + 1] = n;
      buf[p + 2] = n >> 8;
      buf[p + 3] = n >> 16;
      buf[p + 4] = n >> 24;
      this.pos = p + 5;
    } else if (Number.isNaN(n)) buf[this.pos++] = TAG.nan;
    else {
      buf[this.pos] = TAG.double;
      this.#view.setFloat64(this.pos + 1, n, true);
      this.pos += 9;
    }
  }

  /** Eight bytes without a tag; any NaN is written as the same one. */
  float(n: number): void {
    this.room(8);
    this.#view.setFloat64(this.pos, n, true);
    if (Number.isNaN(n)) this.buf.fill(0, this.pos, this.pos + 8).writeUInt16LE(0x7ff8, this.pos + 6);
    this.pos += 8;
  }

  text(s: string): void {
    const n = s.length;
    if (n > SHORT) {
      this.#longText(s);
      return;
    }
    this.room(SHORT + 2);
    const buf = this.buf;
    let p = this.pos;
    buf[p++] = TAG.text;
    buf[p++] = n;
    for (let i = 0; i < n; i++) {
      const c = s.charCodeAt(i);
      if (c > 127) {
        this.#longText(s);
        return;
      }
      buf[p++] = c;
    }
    this.pos = p;
  }

  #longText(s: string): void {
    const formed = isWellFormed(s);
    const encoding = formed ? "utf8" : "utf16le";
    const size = formed ? Buffer.byteLength(s, encoding) : 2 * s.length;
    this.byte(formed ? TAG.text : TAG.text16);
    this.count(size);
    if (size > REFERENCE) this.bytes(Buffer.from(s, encoding));
    else {
      this.room(size);
      this.pos += this.buf.write(s, this.pos, encoding);
    }
  }

  /** Bytes as they are. Large ones are not copied: they must not change before the result is written. */
  bytes(bytes: Uint8Array): void {
    const size = bytes.length;
    if (size <= REFERENCE) {
      this.room(size);
      this.buf.set(bytes, this.pos);
      this.pos += size;
      return;
    }
    this.#seal(false);
    this.#put(bytes, true);
  }

  /** Bytes that are stored but are no part of the version. */
  payload(bytes: Uint8Array): void {
    this.#seal(false);
    const head = Buffer.alloc(40);
    head.writeBigUInt64LE(BigInt(bytes.length));
    head.set(hash("sha256", bytes, "buffer"), 8);
    this.#put(head, false);
    this.#put(bytes, false);
  }

  /** Hands over what was written so far. `full`: there is no space left behind it. */
  #seal(full: boolean): void {
    const { buf, pos } = this;
    if (pos > this.#start) this.#put(buf.subarray(this.#start, pos), true);
    if (!this.keeps) this.pos = 0;
    else if (full || buf.length === SCRATCH) {
      this.release();
      const space = newSpace(CHUNK);
      this.buf = space.buf;
      this.#view = space.view;
      this.pos = this.#start = 0;
    } else this.#start = pos;
  }

  #put(bytes: Uint8Array, counted: boolean): void {
    if (!this.keeps) {
      this.#hash ??= createHash("sha256");
      update(this.#hash, bytes);
      return;
    }
    // what lies in the scratch buffer is copied; it will be used again
    this.#chunks.push(
      bytes.buffer === this.buf.buffer && this.buf.length === SCRATCH ? Uint8Array.prototype.slice.call(bytes) : bytes,
    );
    if (!counted) this.#counted ??= [];
    if (this.#counted !== undefined) this.#counted[this.#chunks.length - 1] = counted;
  }

  /** Gives the scratch buffer back; the sink is not used any more. */
  release(): void {
    if (this.buf.length === SCRATCH) scratch = { buf: this.buf, view: this.#view };
  }

  /** The digest of all that was written, payloads left out. */
  version(): Digest {
    const rest = this.buf.subarray(this.#start, this.pos);
    if (this.#hash === undefined) return hash("sha256", rest, "hex");
    return this.#hash.update(rest).digest("hex");
  }

  /** Version and bytes; the chunks belong to the caller. */
  result(): { readonly version: Digest; readonly encoded: Encoded } {
    const chunks = this.#chunks;
    // copied where it would keep a much larger buffer alive
    const rest = this.buf.subarray(this.#start, this.pos);
    if (rest.length > 0)
      this.#put(2 * rest.length < this.buf.length ? Uint8Array.prototype.slice.call(rest) : rest, true);
    let sizeBytes = 0;
    for (const chunk of chunks) sizeBytes += chunk.length;
    const bytesDigest = digestOf(chunks);
    const counted = this.#counted;
    const version = counted === undefined ? bytesDigest : digestOf(chunks.filter((_, i) => counted[i] !== false));
    return { version, encoded: { chunks, sizeBytes, bytesDigest } };
  }
}

function update(digest: Hash, bytes: Uint8Array): void {
  if (bytes.length <= MAX_UPDATE) digest.update(bytes);
  else for (let at = 0; at < bytes.length; at += MAX_UPDATE) digest.update(bytes.subarray(at, at + MAX_UPDATE));
}

function digestOf(chunks: readonly Uint8Array[]): Digest {
  if (chunks.length === 1 && chunks[0]!.length <= SCRATCH) return hash("sha256", chunks[0]!, "hex");
  const digest = createHash("sha256");
  for (const chunk of chunks) update(digest, chunk);
  return digest.digest("hex");
}

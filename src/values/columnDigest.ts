// What is in an Arrow column, chunk by chunk, whatever its layout?
import { createHash, type Hash } from "node:crypto";
import type { ArrowBatch, ArrowType } from "./arrowContent.ts";
import { dictionaryText } from "./arrowText.ts";

const bytesOf = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
const new256 = (): Hash => createHash("sha256");

/** Gathers small pieces of text before they are hashed. */
const GATHER = 1 << 16;

/**
 * The content of one column (or of the children of a nested one), fed in ranges of rows.
 * The digest tells: number of rows, which are null, the content of those that are not, and the same of each child.
 */
export class ColumnDigest {
  readonly #type: ArrowType;
  #rows = 0;
  #nulls = 0;
  #validity: Hash | undefined;
  readonly #content = new256();
  readonly #lengths = new256();
  readonly #children: readonly ColumnDigest[];
  /** Texts of a dictionary column in order of their first use. */
  #texts: Map<string, number> | undefined;

  constructor(type: ArrowType) {
    this.#type = type;
    this.#children = (type.children ?? []).map((child) => new ColumnDigest(child.type));
  }

  /**
   * Adds rows `from` ≤ i < `to` of a batch.
   *
   * @param above for rows of a struct or fixed-size list: 1 where the parent is not null
   */
  add(batch: ArrowBatch, from: number, to: number, above?: Uint8Array): void {
    const n = to - from;
    if (n === 0) return;
    const valid = this.#type.typeId === 1 ? new Uint8Array(n) : validRows(batch, from, n, above);
    this.#count(n, valid);
    const { typeId } = this.#type;
    if (typeId === 1) return;
    if (typeId === -1) this.#dictionary(batch, from, n, valid);
    else if (typeId === 13) {
      for (let i = 0; i < this.#children.length; i++) this.#children[i]!.add(batch.children![i]!, from, to, valid);
    } else if (typeId === 16) this.#fixedList(batch, from, to, valid);
    else if (batch.offsets !== undefined) this.#ranges(batch, from, n, valid);
    else if (batch.data !== undefined) this.#views(batch, from, n, valid);
    else if (typeId === 6) this.#booleans(batch, from, n, valid);
    else this.#fixed(batch, from, to, valid);
  }

  digest(): Buffer {
    const { typeId } = this.#type;
    const whole = new256().update(`${typeId},${this.#rows},${this.#nulls};`);
    whole.update(this.#validity?.digest() ?? "all");
    whole.update(this.#lengths.digest()).update(this.#content.digest());
    if (this.#texts !== undefined) whole.update(JSON.stringify([...this.#texts.keys()]));
    for (const child of this.#children) whole.update(child.digest());
    return whole.digest();
  }

  #count(n: number, valid: Uint8Array | undefined): void {
    if (valid !== undefined) {
      for (let i = 0; i < n; i++) if (valid[i] === 0) this.#nulls++;
      // rows before the first null were not noted
      if (this.#validity === undefined) this.#validity = ones(new256(), this.#rows);
      this.#validity.update(valid);
    } else if (this.#validity !== undefined) ones(this.#validity, n);
    this.#rows += n;
  }

  #booleans(batch: ArrowBatch, from: number, n: number, valid: Uint8Array | undefined): void {
    const bits = batch.values as unknown as Uint8Array;
    const out = new Uint8Array(n);
    for (let i = 0, at = from; i < n; i++, at++)
      if (valid === undefined || valid[i] === 1) out[i] = (bits[at >> 3]! >> (at & 7)) & 1;
    this.#content.update(out);
  }

  #fixed(batch: ArrowBatch, from: number, to: number, valid: Uint8Array | undefined): void {
    const all = batch.values!;
    const size = widthOf(batch);
    let bytes = new Uint8Array(all.buffer, all.byteOffset + from * size, (to - from) * size);
    if (valid !== undefined) {
      bytes = bytes.slice();
      for (let i = 0; i < valid.length; i++) if (valid[i] === 0) bytes.fill(0, i * size, (i + 1) * size);
    }
    this.#content.update(all instanceof Float64Array || all instanceof Float32Array ? oneNaN(bytes, all) : bytes);
  }

  #fixedList(batch: ArrowBatch, from: number, to: number, valid: Uint8Array | undefined): void {
    const stride = this.#type.stride!;
    let below: Uint8Array | undefined;
    if (valid !== undefined) {
      below = new Uint8Array(valid.length * stride);
      for (let i = 0; i < valid.length; i++) if (valid[i] === 1) below.fill(1, i * stride, (i + 1) * stride);
    }
    this.#children[0]!.add(batch.children![0]!, from * stride, to * stride, below);
  }

  /** Texts, bytes and lists: lengths, then the ranges that belong to rows; neighbours are taken together. */
  #ranges(batch: ArrowBatch, from: number, n: number, valid: Uint8Array | undefined): void {
    const offsets = batch.offsets!;
    const lengths = new Uint32Array(n);
    let start = Number(offsets[from]!);
    let end = start;
    for (let i = 0; i < n; i++) {
      const a = Number(offsets[from + i]!);
      const b = Number(offsets[from + i + 1]!);
      if (valid !== undefined && valid[i] === 0) continue;
      lengths[i] = b - a;
      if (a !== end) {
        this.#range(batch, start, end);
        start = a;
      }
      end = b;
    }
    this.#range(batch, start, end);
    this.#lengths.update(bytesOf(lengths));
  }

  #range(batch: ArrowBatch, start: number, end: number): void {
    if (start === end) return;
    if (this.#children.length > 0) this.#children[0]!.add(batch.children![0]!, start, end);
    else this.#content.update((batch.values as unknown as Uint8Array).subarray(start, end));
  }

  /** Texts and bytes by view: 16 bytes each, short ones inline. */
  #views(batch: ArrowBatch, from: number, n: number, valid: Uint8Array | undefined): void {
    const views = batch.values as unknown as Uint8Array;
    const at = new DataView(views.buffer, views.byteOffset, views.byteLength);
    const lengths = new Uint32Array(n);
    const gather = new Uint8Array(GATHER);
    let full = 0;
    for (let i = 0; i < n; i++) {
      if (valid !== undefined && valid[i] === 0) continue;
      const v = (from + i) * 16;
      const length = at.getInt32(v, true);
      lengths[i] = length;
      const inline = length <= 12;
      const source = inline ? views : batch.data![at.getInt32(v + 8, true)]!;
      const start = inline ? v + 4 : at.getInt32(v + 12, true);
      if (full + length > GATHER) {
        this.#content.update(gather.subarray(0, full));
        full = 0;
      }
      if (length > GATHER) this.#content.update(source.subarray(start, start + length));
      else {
        for (let k = 0; k < length; k++) gather[full + k] = source[start + k]!;
        full += length;
      }
    }
    this.#content.update(gather.subarray(0, full));
    this.#lengths.update(bytesOf(lengths));
  }

  /** Categories by their text, numbered in order of first use: the layout of the dictionary does not count. */
  #dictionary(batch: ArrowBatch, from: number, n: number, valid: Uint8Array | undefined): void {
    this.#texts ??= new Map();
    const texts = this.#texts;
    const indices = batch.values as unknown as ArrayLike<number | bigint>;
    const numbers = new Map<number, number>();
    const out = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      if (valid !== undefined && valid[i] === 0) continue;
      const index = Number(indices[from + i]!);
      if (!numbers.has(index)) {
        const text = JSON.stringify(dictionaryText(batch.dictionary!.data, index));
        if (!texts.has(text)) texts.set(text, texts.size);
        numbers.set(index, texts.get(text)!);
      }
      out[i] = numbers.get(index)!;
    }
    this.#content.update(bytesOf(out));
  }
}

/** One byte per row, 1 where there is a value; undefined if there is one in every row. */
function validRows(batch: ArrowBatch, from: number, n: number, above: Uint8Array | undefined): Uint8Array | undefined {
  const bits =
    batch.nullCount > 0 && batch.validity !== undefined && batch.validity.length > 0 ? batch.validity : undefined;
  if (bits === undefined && above === undefined) return undefined;
  const valid = new Uint8Array(n);
  let all = true;
  for (let i = 0, at = from; i < n; i++, at++) {
    const here = (bits === undefined || (bits[at >> 3]! >> (at & 7)) & 1) && (above === undefined || above[i] === 1);
    if (here) valid[i] = 1;
    else all = false;
  }
  return all ? undefined : valid;
}

function ones(hash: Hash, n: number): Hash {
  const block = new Uint8Array(Math.min(n, 4096)).fill(1);
  for (let left = n; left > 0; left -= block.length) hash.update(left < block.length ? block.subarray(0, left) : block);
  return hash;
}

/** Bytes per row of a column of fixed width. */
function widthOf({ type, values }: ArrowBatch): number {
  if (type.typeId === 15) return type.stride!;
  if (type.typeId === 7) return type.bitWidth! / 8;
  return (values as unknown as Uint8Array).BYTES_PER_ELEMENT;
}

/** The same bytes with every NaN written as one. */
function oneNaN(bytes: Uint8Array, like: Float64Array | Float32Array): Uint8Array {
  const wide = like instanceof Float64Array;
  const floats = wide
    ? new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
    : new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let copy: Float64Array | Float32Array | undefined;
  for (let i = 0; i < floats.length; i++) {
    const x = floats[i]!;
    if (Number.isNaN(x)) {
      copy ??= floats.slice();
      copy[i] = Number.NaN;
    }
  }
  return copy === undefined ? bytes : bytesOf(copy);
}

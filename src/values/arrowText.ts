// Which text stands in this row of an Arrow batch? Whole: the parser's own way drops a byte order mark at its beginning.
import type { ArrowBatch } from "./arrowContent.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** @returns null where the row holds none */
export function textAt(batch: ArrowBatch, row: number): string | null {
  if (batch.nullCount > 0 && batch.validity !== undefined && batch.validity.length > 0) {
    if (((batch.validity[row >> 3]! >> (row & 7)) & 1) === 0) return null;
  }
  const values = batch.values as unknown as Uint8Array;
  if (batch.offsets !== undefined) {
    return utf8.decode(values.subarray(Number(batch.offsets[row]!), Number(batch.offsets[row + 1]!)));
  }
  // A view: length, then the text itself if it is short, else where it stands.
  const at = new DataView(values.buffer, values.byteOffset + row * 16, 16);
  const length = at.getInt32(0, true);
  if (length <= 12) return utf8.decode(values.subarray(row * 16 + 4, row * 16 + 4 + length));
  const start = at.getInt32(12, true);
  return utf8.decode(batch.data![at.getInt32(8, true)]!.subarray(start, start + length));
}

/** The text of that number in a dictionary, which may come in several batches. */
export function dictionaryText(batches: readonly ArrowBatch[], index: number): string | null {
  let row = index;
  for (const batch of batches) {
    if (row < batch.length) return textAt(batch, row);
    row -= batch.length;
  }
  return null;
}

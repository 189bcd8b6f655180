// Which version has this value, and which bytes make it again?
import type { ClassTable, Digest, Encoded, Refusal } from "../contracts.ts";
import { Sink } from "./sink.ts";
import { refusalOf } from "./version.ts";
import { walk } from "./walk.ts";

export type EncodedValue =
  | { readonly ok: true; readonly version: Digest; readonly encoded: Encoded }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Version and bytes in one synchronous walk, so that both tell of the same moment. Large buffers are referenced in
 * `encoded.chunks`: whoever lets others change the value first writes or copies the chunks.
 * The digest of the bytes equals the version, unless a frame or the like is inside: its payload is stored but does not count.
 */
export function encodeValue(value: unknown, classes: ClassTable): EncodedValue {
  const sink = new Sink(true);
  try {
    walk(value, classes, sink);
    return { ok: true, ...sink.result() };
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  } finally {
    sink.release();
  }
}

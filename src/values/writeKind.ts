// How does a value of a registered kind enter the bytes?
import { hash } from "node:crypto";
import type { Kind } from "../contracts.ts";
import { Refused } from "./refusal.ts";
import type { Sink } from "./sink.ts";
import { TAG } from "./tags.ts";

/** A kind that can tell the logical content from the payload, so that a value is written once and not twice. */
export interface PayloadKind<T = unknown> extends Kind<T> {
  logicalOf(payload: Uint8Array): Uint8Array;
}

/** Name, version and the digest of the logical content count; the payload is only stored. */
export function writeKind(kind: Kind & Partial<PayloadKind>, value: object, sink: Sink): void {
  sink.byte(TAG.kind);
  sink.text(kind.name);
  sink.count(kind.version);
  try {
    const payload = sink.keeps ? kind.encode(value) : undefined;
    const content = payload === undefined ? undefined : kind.logicalOf?.(payload);
    sink.bytes(hash("sha256", content ?? kind.logical(value), "buffer"));
    if (payload !== undefined) sink.payload(payload);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`a ${kind.name} that can't be read (${error instanceof Error ? error.message : String(error)})`);
  }
}

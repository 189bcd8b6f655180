// How does the row of a payload enter the store?
import type { Database } from "better-sqlite3";
import type { MetadataStore, Payload } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import type { Transaction } from "./transaction.ts";

/** @returns writes a row; one that was to be deleted and is made again stays */
export function payloadWriter(db: Database): (payload: Payload, at: number) => void {
  const put = db.prepare(
    `INSERT INTO payload(data_version, format, format_version, store, bytes_digest, size_bytes, created_at, used_at)
     VALUES (@version, @format, @formatVersion, @store, @bytes, @size, @at, @at)
     ON CONFLICT(data_version, format, format_version, store) DO UPDATE
     SET bytes_digest = excluded.bytes_digest, size_bytes = excluded.size_bytes, used_at = excluded.used_at, doomed_at = NULL`,
  );
  return (payload, at) => {
    put.run({
      version: toBytes(payload.dataVersion),
      format: payload.format,
      formatVersion: payload.formatVersion,
      store: payload.store,
      bytes: toBytes(payload.bytesDigest),
      size: payload.sizeBytes,
      at: Math.round(at),
    });
  };
}

export function payloadRows(db: Database, transaction: Transaction): Pick<MetadataStore, "putPayloads"> {
  const put = payloadWriter(db);
  return {
    putPayloads(payloads, at) {
      if (payloads.length === 0) return;
      transaction(() => {
        for (const payload of payloads) put(payload, at);
      });
    },
  };
}

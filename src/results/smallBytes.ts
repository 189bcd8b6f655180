// Where are small results? In one table beside the metadata: one file holds thousands of them.
import type { Database } from "better-sqlite3";
import type { Digest, Encoded } from "../contracts.ts";

export interface SmallBytes {
  put(items: readonly { readonly digest: Digest; readonly encoded: Encoded }[]): void;
  get(digest: Digest): Uint8Array | undefined;
  has(digest: Digest): boolean;
  delete(digests: readonly Digest[]): void;
  deleteAll(): void;
}

/** @param db holds the table `small_bytes(bytes_digest BLOB PRIMARY KEY, data BLOB)` */
export function smallBytes(db: Database): SmallBytes {
  const put = db.prepare("INSERT OR IGNORE INTO small_bytes(bytes_digest, data) VALUES (?, ?)");
  const get = db.prepare<[Buffer], Buffer>("SELECT data FROM small_bytes WHERE bytes_digest = ?").pluck();
  const has = db.prepare<[Buffer], number>("SELECT 1 FROM small_bytes WHERE bytes_digest = ?").pluck();
  const remove = db.prepare("DELETE FROM small_bytes WHERE bytes_digest = ?");
  const removeAll = db.prepare("DELETE FROM small_bytes");

  function putOne({ digest, encoded }: { readonly digest: Digest; readonly encoded: Encoded }): void {
    const { chunks } = encoded;
    put.run(keyOf(digest), chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  }
  const putMany = db.transaction((items: Parameters<SmallBytes["put"]>[0]) => items.forEach(putOne));
  const deleteMany = db.transaction((digests: readonly Digest[]) => {
    for (const digest of digests) remove.run(keyOf(digest));
  });

  return {
    put(items) {
      // One statement is a transaction of its own.
      if (items.length === 1) putOne(items[0]!);
      else if (items.length > 1) putMany.immediate(items);
    },
    get: (digest) => get.get(keyOf(digest)),
    has: (digest) => has.get(keyOf(digest)) !== undefined,
    delete(digests) {
      if (digests.length > 0) deleteMany.immediate(digests);
    },
    deleteAll() {
      removeAll.run();
    },
  };
}

function keyOf(digest: Digest): Buffer {
  return Buffer.from(digest, "hex");
}

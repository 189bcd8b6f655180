// What is known of the world outside the dataflows: what files held, and what time it was for a seed?
import type { Database } from "better-sqlite3";
import type { FileMemo, MetadataStore } from "../contracts.ts";
import { fromBytes, toBytes } from "./digestBytes.ts";
import type { Transaction } from "./transaction.ts";

/** Version 4: the start of the first run that was given a seed, by dataflow. */
export const MOMENTS = `
CREATE TABLE moment(dataflow_id INTEGER NOT NULL, seed BLOB NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(dataflow_id, seed)) STRICT, WITHOUT ROWID;
`;

interface MemoRow {
  readonly path: string;
  readonly size: bigint;
  readonly mtime_ns: bigint;
  readonly ctime_ns: bigint;
  readonly inode: bigint;
  readonly hashed_at: bigint;
  readonly digest: Buffer;
}

export function outside(
  db: Database,
  transaction: Transaction,
): Pick<MetadataStore, "fileMemosOf" | "putFileMemo" | "momentOf"> {
  // Nanoseconds since the epoch are more than a number holds exactly.
  const memo = db.prepare<[string], MemoRow>("SELECT * FROM file_memo WHERE path = ?").safeIntegers();
  const putMemo = db.prepare(
    `INSERT OR REPLACE INTO file_memo(path, size, mtime_ns, ctime_ns, inode, hashed_at, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const moment = db
    .prepare<[number, Buffer], number>("SELECT at FROM moment WHERE dataflow_id = ? AND seed = ?")
    .pluck();
  const putMoment = db.prepare("INSERT INTO moment(dataflow_id, seed, at) VALUES (?, ?, ?)");
  return {
    fileMemosOf: (names) => names.map((name) => memoOf(memo.get(name))),
    putFileMemo({ name, sizeBytes, mtimeNs, ctimeNs, inode, hashedAt, digest }) {
      putMemo.run(name, BigInt(sizeBytes), mtimeNs, ctimeNs, inode, BigInt(Math.floor(hashedAt)), toBytes(digest));
    },
    momentOf(dataflowId, seed, at, isKept) {
      const known = moment.get(dataflowId, toBytes(seed));
      if (known !== undefined || !isKept) return known ?? at;
      // Asked again: of two runs that begin at once, the first one's time holds.
      return transaction(() => {
        const meanwhile = moment.get(dataflowId, toBytes(seed));
        if (meanwhile === undefined) putMoment.run(dataflowId, toBytes(seed), at);
        return meanwhile ?? at;
      });
    },
  };
}

function memoOf(row: MemoRow | undefined): FileMemo | undefined {
  if (row === undefined) return undefined;
  return {
    name: row.path,
    sizeBytes: Number(row.size),
    mtimeNs: row.mtime_ns,
    ctimeNs: row.ctime_ns,
    inode: row.inode,
    hashedAt: Number(row.hashed_at),
    digest: fromBytes(row.digest),
  };
}

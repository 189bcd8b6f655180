// Which digest was shortened to this?
import type { Database } from "better-sqlite3";
import type { MetadataStore } from "../contracts.ts";
import { fromBytes } from "./digestBytes.ts";

export function lookup(db: Database): Pick<MetadataStore, "digestsLike"> {
  const among = (table: string, column: string) =>
    db
      .prepare<[Buffer, Buffer], Buffer>(
        `SELECT DISTINCT ${column} FROM ${table} WHERE ${column} BETWEEN ? AND ? AND length(${column}) = 32 LIMIT 2`,
      )
      .pluck();
  const statements = {
    key: among("recipe", "cache_key"),
    value: among("payload", "data_version"),
    text: among("part", "part_digest"),
  };

  return {
    digestsLike(kind, beginnings) {
      return beginnings.map((beginning) => {
        if (!/^[0-9a-f]{1,64}$/.test(beginning)) return [];
        const [least, most] = ["0", "f"].map((digit) => Buffer.from(beginning.padEnd(64, digit), "hex"));
        return statements[kind].all(least!, most!).map(fromBytes);
      });
    },
  };
}

// What did a module's text say, and where did it come from?
import type { Database } from "better-sqlite3";
import type { MetadataStore } from "../contracts.ts";
import { toBytes } from "./digestBytes.ts";
import type { Transaction } from "./transaction.ts";

export function sources(
  db: Database,
  transaction: Transaction,
): Pick<MetadataStore, "sourcesOf" | "putSource" | "putModule"> {
  const source = db.prepare<[Buffer], { text: Buffer; facts: Buffer | null; facts_version: number | null }>(
    "SELECT text, facts, facts_version FROM source WHERE source_digest = ?",
  );
  const putSource = db.prepare(
    `INSERT INTO source(source_digest, text, facts, facts_version) VALUES (?, ?, ?, ?)
     ON CONFLICT(source_digest) DO UPDATE SET facts = excluded.facts, facts_version = excluded.facts_version`,
  );
  const putModule = db.prepare(
    `INSERT INTO module(name, origin, source_digest, links, loaded_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT(name, origin, source_digest, links) DO UPDATE SET loaded_at = excluded.loaded_at`,
  );
  return {
    sourcesOf(digests, factsVersion) {
      return digests.map((digest) => {
        const row = source.get(toBytes(digest));
        if (row === undefined) return undefined;
        const facts = row.facts_version === factsVersion ? row.facts?.toString() : undefined;
        return { text: row.text.toString(), facts };
      });
    },
    putSource(digest, text, facts, factsVersion) {
      transaction(() => putSource.run(toBytes(digest), Buffer.from(text), Buffer.from(facts), factsVersion));
    },
    putModule({ name, origin, sourceDigest, links, loadedAt }) {
      transaction(() => putModule.run(name, origin, toBytes(sourceDigest), links, Math.round(loadedAt)));
    },
  };
}

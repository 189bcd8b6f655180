// Is this database a store of the present version, and if not, how does it become one?
import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import { cellarError } from "../errors.ts";
import { COLLECTION } from "./collectionSchema.ts";
import { MOMENTS } from "./outside.ts";
import { LEASE_WAITS, SCHEMA } from "./schema.ts";
import { transactions } from "./transaction.ts";

/** Step n leads from version n to version n + 1. Never edit one that was released: add one. */
const STEPS: readonly ((db: Database) => void)[] = [
  (db) => {
    db.exec(SCHEMA);
    const put = db.prepare("INSERT INTO meta(name, value) VALUES (?, ?)");
    put.run("store_id", randomBytes(16).toString("hex"));
    put.run("generation", "0");
    put.run("identity_formats", "{}");
  },
  (db) => void db.exec(COLLECTION),
  (db) => void db.exec(LEASE_WAITS),
  (db) => void db.exec(MOMENTS),
];

export const SCHEMA_VERSION = STEPS.length;

/**
 * Brings a database to the present version, in one transaction; when two processes open a fresh store at once, the
 * second finds it made.
 *
 * @throws `newer-store` if a newer Cellar wrote it, `store` if it holds something else
 */
export function migrate(db: Database): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  transactions(db)(() => {
    // Asked again: another process may have migrated while this one waited for the lock.
    const version = versionOf(db);
    if (version === SCHEMA_VERSION) return;
    for (const step of STEPS.slice(version)) step(db);
    db.prepare("INSERT OR REPLACE INTO meta(name, value) VALUES ('schema_version', ?)").run(String(SCHEMA_VERSION));
  });
}

/**
 * The version of the store in a database: 0 for one without tables.
 *
 * @throws `newer-store` if a newer Cellar wrote it, `store` if it holds something else
 */
export function versionOf(db: Database): number {
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  if (tables.length === 0) return 0;
  const value = tables.includes("meta")
    ? db.prepare("SELECT value FROM meta WHERE name = 'schema_version'").pluck().get()
    : undefined;
  const version = Number(value);
  if (!Number.isInteger(version) || version < 1) {
    throw cellarError(
      "store",
      `${db.name} is a database, but not a Cellar store. Choose another folder: withCache({ path }).`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw cellarError(
      "newer-store",
      `The cache at ${db.name} was written by a newer Cellar (store version ${version}, this one knows ${SCHEMA_VERSION}). ` +
        "Update Cellar, or choose another folder: withCache({ path }).",
    );
  }
  return version;
}

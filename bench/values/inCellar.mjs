// How long do Cellar, the native hash and the bare disk take for a large value? Answers on stdout, a repetition each.
import { hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import readline from "node:readline";
import Database from "better-sqlite3";
import { formatNamed, structured } from "../../lib/formats/formats.js";
import { packedResults } from "../../lib/results/packed.js";
import { readValue } from "../../lib/run/store/readValue.js";
import { encodeValue } from "../../lib/values/encode.js";
import { versionOf } from "../../lib/values/version.js";
import { makeValue } from "./makeValue.mjs";

/** @typedef {import("./values.mjs").Question} Question */
/** @typedef {import("../../lib/rows.js").Payload} Payload */

/** No instance of a user's class is among the values. */
const classes = { identityOf: () => undefined, prototypeOf: () => undefined };
const owner = { host: "bench", boot: "", pid: process.pid, pidStarted: 0 };

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await repeat(JSON.parse(line))));
}

/**
 * @param {Question} question
 * @returns {Promise<import("./values.mjs").InCellar>}
 */
async function repeat({ kind, seed, folder }) {
  /** @type {unknown} */
  let value = makeValue(kind, seed);
  const versioned = timed(() => versionOf(value, classes));
  if (!versioned.of.ok) throw new Error(`${kind} has no version: ${versioned.of.refusal.what}`);
  const { version } = versioned.of;
  const results = openResults(folder);
  const raw = path.join(folder, "raw");

  const encoded = timed(() => encodeValue(value, classes));
  if (!encoded.of.ok) throw new Error(`${kind} cannot be written: ${encoded.of.refusal.what}`);
  if (encoded.of.version !== version) throw new Error(`${kind} has two versions.`);
  const { encoded: bytes } = encoded.of;
  const put = await timedAsync(async () => results.put([{ digest: bytes.bytesDigest, encoded: bytes }]));
  const whole = Buffer.concat(bytes.chunks);
  const rawWrite = timed(() => fs.writeFileSync(raw, whole));
  const rawHash = timed(() => hash("sha256", whole, "hex"));
  if (rawHash.of !== bytes.bytesDigest) throw new Error(`${kind} has another digest.`);
  value = undefined;

  const rawRead = timed(() => fs.readFileSync(raw).length);
  const load = await timedAsync(() => loaded(results, payloadOf(version, bytes)));
  const again = versionOf(load.of, classes);
  if (!again.ok || again.version !== version) throw new Error(`${kind} was not what it had been when loaded.`);
  return {
    versionMs: versioned.ms,
    encodeMs: encoded.ms,
    putMs: put.ms,
    loadMs: load.ms,
    hashMs: rawHash.ms,
    writeMs: rawWrite.ms,
    readMs: rawRead.ms,
  };
}

/** @param {string} folder */
function openResults(folder) {
  const db = new Database(":memory:");
  db.exec("CREATE TABLE small_bytes(bytes_digest BLOB PRIMARY KEY, data BLOB)");
  return packedResults({ db, folder: path.join(folder, "results"), owner });
}

/**
 * As a run reads it: fetched, checked against its digest, decoded.
 *
 * @param {ReturnType<typeof openResults>} results
 * @param {Payload} payload
 */
async function loaded(results, payload) {
  const formats = { standard: structured, named: formatNamed, of: () => undefined };
  const parts = /** @type {Parameters<typeof readValue>[0]} */ (
    /** @type {unknown} */ ({ results, formats, classes, loadClasses: async () => false })
  );
  const snapshot = /** @type {Parameters<typeof readValue>[1]} */ (
    /** @type {unknown} */ ({ payloadsOf: () => [payload] })
  );
  const reading = await readValue(parts, snapshot, payload.dataVersion, (error) => {
    throw error;
  });
  if ("lost" in reading) throw new Error(`It was ${reading.lost}.`);
  return reading.value;
}

/**
 * @param {string} dataVersion
 * @param {{ sizeBytes: number, bytesDigest: string }} encoded
 * @returns {Payload}
 */
function payloadOf(dataVersion, { sizeBytes, bytesDigest }) {
  const { name: format, version: formatVersion } = structured;
  return /** @type {Payload} */ ({ dataVersion, format, formatVersion, store: "local", bytesDigest, sizeBytes });
}

/**
 * @template T
 * @param {() => T} work
 * @returns {{ ms: number, of: T }}
 */
function timed(work) {
  globalThis.gc?.();
  const begin = performance.now();
  const of = work();
  return { ms: performance.now() - begin, of };
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ ms: number, of: T }>}
 */
async function timedAsync(work) {
  globalThis.gc?.();
  const begin = performance.now();
  const of = await work();
  return { ms: performance.now() - begin, of };
}

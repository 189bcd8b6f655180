// What does metadata say of these keys now? One query fetches what the dataflow used last; the rest is asked for by key.
import type { Awaitable, Digest, Entry, LastSeen, MetadataStore, Payload, ResultStore } from "../../contracts.ts";
import type { Snapshot } from "./question.ts";

export interface StoreSnapshot extends Snapshot {
  /** The key that a node of this dataflow had last. */
  lastSeenOf(node: string): LastSeen | undefined;
  /** The payloads in this result store from which a version can be read, the best to read first. */
  payloadsOf(version: Digest): Awaitable<readonly Payload[]>;
}

/**
 * A view of the store for one run. Stale answers do no harm: keys are digests, and a row once read is not read again (R24).
 *
 * @param readable says whether a payload's format is known here
 * @param standard format that needs no package and no check
 */
export function storeSnapshot(
  metadata: MetadataStore,
  results: ResultStore,
  lastSeen: readonly LastSeen[],
  readable: (payload: Payload) => boolean,
  standard: string,
): StoreSnapshot {
  const seen = new Map(lastSeen.map((row) => [row.node, row]));
  const entries = new Map<Digest, Entry | undefined>(lastSeen.map((row) => [row.cacheKey, row.entry]));
  const mine = (rows: readonly Payload[] = []): readonly Payload[] => {
    const found = rows.filter((p) => p.store === results.name && readable(p));
    const isFirst = found.length < 2 || found[0]!.format === standard;
    return isFirst ? found : [...found].sort((a, b) => Number(b.format === standard) - Number(a.format === standard));
  };

  const payloadsOf = (version: Digest, also?: "doomed"): Awaitable<readonly Payload[]> => {
    const rows = metadata.payloadsOf([version], also);
    return rows instanceof Promise ? rows.then((found) => mine(found[0])) : mine(rows[0]);
  };

  /** A store that cannot say is tried: reading tells for sure. */
  const unknown = () => true;

  const hasOne = (version: Digest): Awaitable<boolean> => {
    const ask = (payloads: readonly Payload[]): Awaitable<boolean> => {
      if (payloads.length === 0) return false;
      try {
        const has = results.has(payloads.map(({ bytesDigest }) => bytesDigest));
        return has instanceof Promise ? has.then((all) => all.includes(true)).catch(unknown) : has.includes(true);
      } catch {
        return unknown();
      }
    };
    const payloads = payloadsOf(version);
    return payloads instanceof Promise ? payloads.then(ask) : ask(payloads);
  };

  return {
    lastSeenOf: (node) => seen.get(node),
    // What this run has decided to read it may read, also where it was marked meanwhile: its bytes stay as long as it lasts.
    payloadsOf: (version) => payloadsOf(version, "doomed"),
    collectedOf(version) {
      const rows = metadata.collectedOf([version]);
      return rows instanceof Promise ? rows.then((found) => found[0]) : rows[0];
    },
    entryOf(key) {
      if (entries.has(key)) return entries.get(key);
      const keep = (rows: readonly (Entry | undefined)[]) => {
        entries.set(key, rows[0]);
        return rows[0];
      };
      const rows = metadata.entriesOf([key]);
      return rows instanceof Promise ? rows.then(keep) : keep(rows);
    },
    hasBytes(versions) {
      const answers = versions.map(hasOne);
      return answers.some((answer) => answer instanceof Promise) ? Promise.all(answers) : (answers as boolean[]);
    },
  };
}

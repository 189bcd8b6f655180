// Which runs does this browser remember? An index per notebook, bodies and graphs beside it, all bounded.
import { asRunRecord, type GraphRecord, isProblem, type RunRecord } from "cellar/protocol";

/** The part of idb-keyval that is used, so that a test can pass another map. */
export interface KeyStore {
  getMany(keys: string[]): Promise<unknown[]>;
  setMany(entries: [string, unknown][]): Promise<void>;
  delMany(keys: string[]): Promise<void>;
  /** Reads, changes and writes one value in a single transaction, so that two tabs do not undo each other. */
  update(key: string, change: (old: unknown) => unknown): Promise<void>;
}

interface Entry {
  readonly run: string;
  readonly graph: string;
  readonly at: number;
  readonly seq: number;
}

export interface KeptRuns {
  /** Oldest first. */
  list(notebook: string): Promise<RunRecord[]>;
  keep(notebook: string, runs: readonly RunRecord[]): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  clear(notebook: string): Promise<void>;
}

const MOST_NOTEBOOKS = 100;

/**
 * Keys are scoped by the server, since several users may share one origin.
 *
 * @param scope - Base URL of the server.
 * @param most - Runs kept per notebook, asked each time as it is a setting.
 */
export function keptRuns(store: KeyStore, scope: string, most: () => number): KeptRuns {
  const indexKey = (notebook: string): string => `index ${scope} ${notebook}`;
  const runKey = (notebook: string, run: string): string => `run ${scope} ${notebook} ${run}`;
  const graphKey = (notebook: string, graph: string): string => `graph ${scope} ${notebook} ${graph}`;
  const notebooksKey = `notebooks ${scope}`;

  const readIndex = async (notebook: string): Promise<Entry[]> =>
    asEntries((await store.getMany([indexKey(notebook)]))[0]);

  async function list(notebook: string): Promise<RunRecord[]> {
    const index = await readIndex(notebook);
    const graphIds = [...new Set(index.map((entry) => entry.graph))];
    const found = await store.getMany([
      ...graphIds.map((graph) => graphKey(notebook, graph)),
      ...index.map((entry) => runKey(notebook, entry.run)),
    ]);
    const graphs = new Map(graphIds.map((graph, i) => [graph, found[i]]));
    return index.flatMap((entry, i) => {
      const body = found[graphIds.length + i];
      if (typeof body !== "object" || body === null) return [];
      const record = asRunRecord({ ...body, graph: graphs.get(entry.graph) });
      return isProblem(record) ? [] : [record];
    });
  }

  async function keep(notebook: string, runs: readonly RunRecord[]): Promise<void> {
    const known = new Map((await readIndex(notebook)).map((entry) => [entry.run, entry.seq]));
    const fresh = runs.filter((run) => run.state !== "running" && known.get(run.run) !== run.seq);
    if (fresh.length === 0 || most() === 0) return;
    const graphs = new Map<string, GraphRecord>(fresh.map((run) => [run.graph.id, run.graph]));
    await store.setMany([
      ...[...graphs].map(([id, graph]): [string, unknown] => [graphKey(notebook, id), graph]),
      ...fresh.map((run): [string, unknown] => [runKey(notebook, run.run), { ...run, graph: run.graph.id }]),
    ]);
    let gone: Entry[] = [];
    let left: Entry[] = [];
    await store.update(indexKey(notebook), (old) => {
      const entries = new Map(asEntries(old).map((entry) => [entry.run, entry]));
      for (const { run, graph, at, seq } of fresh) entries.set(run, { run, graph: graph.id, at, seq });
      const sorted = [...entries.values()].sort((a, b) => a.at - b.at);
      gone = sorted.slice(0, -most());
      left = sorted.slice(-most());
      return left;
    });
    const used = new Set(left.map((entry) => entry.graph));
    await store.delMany([
      ...gone.map((entry) => runKey(notebook, entry.run)),
      ...gone.filter((entry) => !used.has(entry.graph)).map((entry) => graphKey(notebook, entry.graph)),
    ]);
    await remember(notebook);
  }

  /** Notebooks that were not seen for longest are forgotten. */
  async function remember(notebook: string): Promise<void> {
    let forgotten: string[] = [];
    await store.update(notebooksKey, (old) => {
      const names = Array.isArray(old) ? old.filter((name) => typeof name === "string" && name !== notebook) : [];
      names.push(notebook);
      forgotten = names.slice(0, -MOST_NOTEBOOKS);
      return names.slice(-MOST_NOTEBOOKS);
    });
    for (const name of forgotten) await clear(name);
  }

  async function rename(from: string, to: string): Promise<void> {
    const runs = await list(from);
    await clear(from);
    await keep(to, runs);
  }

  async function clear(notebook: string): Promise<void> {
    const index = await readIndex(notebook);
    await store.delMany([
      indexKey(notebook),
      ...index.map((entry) => runKey(notebook, entry.run)),
      ...index.map((entry) => graphKey(notebook, entry.graph)),
    ]);
  }

  return { list, keep, rename, clear };
}

function asEntries(x: unknown): Entry[] {
  return Array.isArray(x)
    ? x.filter((entry): entry is Entry => typeof entry?.run === "string" && typeof entry.graph === "string")
    : [];
}

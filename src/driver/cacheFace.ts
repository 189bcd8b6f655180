// What does `dr.cache` tell? This driver's runs at once, those of earlier processes from the store.

import type { Behavior } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import type { HistoryRecord, RunRecord } from "../protocol/index.ts";
import type { RunParts } from "../run/parts.ts";
import type { LogEvent } from "../run/record/logLines.ts";
import type { PastRun } from "../run/record/pastRun.ts";
import type { DriverParts } from "./driver.ts";
import { theHost } from "./host.ts";
import type { KeepFace } from "./keepFace.ts";
import { HISTORY } from "./options/optionChecks.ts";
import { refuseOptions } from "./options/refuseOptions.ts";
import { type MetadataFace, metadataFace, type ResultFace, resultFace } from "./storeFaces.ts";
import { valueIn } from "./stores/valueIn.ts";
import { type DecodedKey, decodeKey } from "./told/decodeKey.ts";
import { readHistory, readRun } from "./told/readRuns.ts";
import { runLogs } from "./told/runLogs.ts";
import { runVersions, type VersionsOfNode } from "./told/runVersions.ts";
import { type HistoryView, type RunView, viewOfHistory, viewOfRun } from "./told/views.ts";
import type { Key } from "./types.ts";

export interface CacheFace<Nodes> extends KeepFace<Key<Nodes>> {
  /** Ids of this driver's runs, oldest first; the newest 1,000. What is told of runs below is told of these. */
  readonly runIds: readonly string[];
  readonly lastRunId: string | undefined;
  /** Folder of the cache; undefined where stores were given. */
  readonly path: string | undefined;
  /** By run id and node: the digest of each value. */
  readonly dataVersions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly codeVersions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly cacheKeys: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By run id, node and input: what its result did with the cache. */
  readonly behaviors: Readonly<Record<string, Readonly<Record<string, Behavior>>>>;
  /**
   * The same for the next run, of every node and input; or for one of this driver's runs, whose debug log then tells that it
   * was asked, as Hamilton's does.
   *
   * @throws CellarError `unknown-run`
   */
  resolveBehaviors(runId?: string): Readonly<Record<string, Behavior>>;
  /**
   * Versions and behaviors of the nodes of a run, also of an earlier process; the last run if no id is given.
   *
   * @throws CellarError `unknown-run`
   */
  versions(runId?: string): Promise<{ readonly [Node in Key<Nodes>]?: VersionsOfNode }>;
  /**
   * What a key was made of: its node, code version, and the versions of what it reads.
   *
   * @param cacheKey 64 hex digits, or the first 8 or more, as records show them
   * @throws CellarError `unknown-key`, `bad-option`
   */
  decodeKey(cacheKey: string): Promise<DecodedKey>;
  /**
   * The stored value that a node had in a run; nothing executes.
   *
   * @param runId the last run that touched the node if absent
   * @throws CellarError `unknown-node`, `unknown-run`; `no-value` where none was stored, `corrupt-result` where it is damaged
   */
  get<const K extends Key<Nodes>>(name: K, runId?: string): Promise<Nodes[K]>;
  readonly metadataStore: MetadataFace;
  readonly resultStore: ResultFace;
  /**
   * What happened to each node in one of this driver's runs, in order.
   *
   * @param runId the last run if absent
   * @throws CellarError `unknown-run`; `bad-option` for another level
   */
  logs(
    runId?: string,
    options?: { readonly level?: "info" | "debug" },
  ): Partial<Record<Key<Nodes>, readonly LogEvent[]>>;
  /** A run's record, also of an earlier process; the last run if no id is given. */
  run(runId?: string): Promise<RunRecord>;
  /** Runs of this dataflow, of this notebook, or of the whole cache; the newest 50 if no limit is given. */
  history(options?: {
    readonly scope?: "dataflow" | "notebook" | "cache";
    readonly limit?: number;
  }): Promise<HistoryRecord>;
  /** The graph of a run: what was a hit, what was executed, and why. Displays itself as a cell's last expression. */
  viewRun(runId?: string): RunView;
  /** The slider over every run of this dataflow, also those before the restart. Displays itself. */
  viewHistory(options?: { readonly scope?: "dataflow" | "notebook" | "cache"; readonly limit?: number }): HistoryView;
}

interface FaceParts extends Pick<DriverParts, "opened" | "behaviors"> {
  readonly runs: readonly PastRun[];
  readonly partsNow: () => Promise<RunParts>;
  readonly keep: KeepFace;
}

export function makeCacheFace<Nodes>({ opened, behaviors, runs, partsNow, keep }: FaceParts): CacheFace<Nodes> {
  /** How often somebody has asked for the behaviors of a run. */
  const resolved = new WeakMap<PastRun, number>();

  const byRun = (pick: "data" | "code" | "key") =>
    Object.fromEntries(runs.map((run) => [run.record.run, shownOf(run)[pick]]));

  const ownRun = (runId: string | undefined): PastRun => {
    const found = runId === undefined ? runs.at(-1) : runs.find(({ record }) => record.run === runId);
    if (found !== undefined) return found;
    throw unknownRun(
      runId,
      runs.map(({ record }) => record.run),
    );
  };

  async function run(runId?: string): Promise<RunRecord> {
    const own = runId === undefined ? runs.at(-1) : runs.find(({ record }) => record.run === runId);
    if (own !== undefined) return own.record;
    const { metadata, dataflowId } = await partsNow();
    const wanted = runId ?? (await metadata.runsOf({ scope: "dataflow", dataflowId }, { limit: 1 })).runs[0]?.runName;
    const found = wanted === undefined ? undefined : await readRun(metadata, wanted);
    if (found === undefined)
      throw unknownRun(
        runId,
        runs.map(({ record }) => record.run),
      );
    return found;
  }

  async function history(options: { scope?: "dataflow" | "notebook" | "cache"; limit?: number } = {}) {
    refuseOptions("history", options, HISTORY);
    const { scope = "dataflow", limit } = options;
    const { metadata, dataflowId, dataflow } = await partsNow();
    const { notebook } = theHost();
    const asked =
      scope === "dataflow"
        ? { scope, dataflowId }
        : scope === "notebook" && notebook !== undefined
          ? { scope, notebook }
          : { scope: "cache" as const };
    const found = await readHistory(metadata, asked, limit);
    return scope === "dataflow" ? { ...found, dataflow } : found;
  }

  return {
    ...keep,
    get runIds() {
      return runs.map(({ record }) => record.run);
    },
    get lastRunId() {
      return runs.at(-1)?.record.run;
    },
    path: opened?.path,
    get dataVersions() {
      return byRun("data");
    },
    get codeVersions() {
      return byRun("code");
    },
    get cacheKeys() {
      return byRun("key");
    },
    get behaviors() {
      return Object.fromEntries(runs.map((run) => [run.record.run, run.behaviors()]));
    },
    resolveBehaviors(runId) {
      if (runId === undefined)
        return Object.fromEntries([...behaviors].map(([name, { behavior }]) => [name, behavior]));
      const own = ownRun(runId);
      resolved.set(own, (resolved.get(own) ?? 0) + 1);
      return own.behaviors();
    },
    logs(runId, { level = "info" } = {}) {
      if (level !== "info" && level !== "debug")
        throw cellarError("bad-option", `logs({ level }) is "info" or "debug", not ${JSON.stringify(level)}.`);
      const own = ownRun(runId);
      return runLogs(own, level, resolved.get(own)) as Partial<Record<Key<Nodes>, readonly LogEvent[]>>;
    },
    async versions(runId) {
      const record = await run(runId);
      const own = runs.find((one) => one.record === record);
      const metadata = own === undefined ? (await partsNow()).metadata : undefined;
      return (await runVersions(record, own, metadata)) as { readonly [Node in Key<Nodes>]?: VersionsOfNode };
    },
    async decodeKey(cacheKey) {
      return decodeKey((await partsNow()).metadata, runs, cacheKey);
    },
    async get(name: string, runId?: string): Promise<never> {
      const own = runs.findLast((one) =>
        runId === undefined ? one.versionsOf(name) !== undefined : one.record.run === runId,
      );
      const record = own?.record ?? (await run(runId));
      return (await valueIn(await partsNow(), record, name, own?.versionsOf(name)?.data)) as never;
    },
    metadataStore: metadataFace(partsNow),
    resultStore: resultFace(partsNow),
    run,
    history,
    viewRun: (runId) => viewOfRun(() => run(runId)),
    viewHistory: (options) => viewOfHistory(() => history(options)),
  };
}

type Shown = Readonly<Record<"data" | "code" | "key", Readonly<Record<string, string>>>>;

/** Runs that have ended stay what they are, however often they are asked about. */
const shown = new WeakMap<PastRun, Shown>();

function shownOf(run: PastRun): Shown {
  const known = shown.get(run);
  if (known !== undefined) return known;
  const pick = (which: keyof Shown) =>
    Object.fromEntries(
      run.record.graph.names.flatMap((node) => {
        const version = run.versionsOf(node)![which];
        return version === undefined ? [] : [[node, version]];
      }),
    );
  const made = { data: pick("data"), code: pick("code"), key: pick("key") };
  shown.set(run, made);
  return made;
}

function unknownRun(runId: unknown, known: readonly string[]): Error {
  if (runId === undefined) return cellarError("unknown-run", "This driver has not run yet: call execute() first.");
  if (typeof runId !== "string")
    return cellarError("bad-option", `A run is named by a text, e.g. dr.cache.lastRunId, not ${typeof runId}.`);
  return cellarError("unknown-run", `No run is called \`${runId}\`.${didYouMean(runId, known)}`);
}

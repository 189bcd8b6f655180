// How does a run go from its request to its record? Decide, tell, execute, write down.
import { hitNote } from "../cues/notes.ts";
import type { Closure } from "../dataflow/closure.ts";
import type { Graph } from "../dataflow/graph.ts";
import type { RunBody, RunState } from "../protocol/index.ts";
import { type Calling, callAdapters } from "./adapters.ts";
import { isOpen } from "./board/board.ts";
import { type Decided, decide } from "./decide/decide.ts";
import { neededNodes } from "./decide/needed.ts";
import type { Scene } from "./decide/scene.ts";
import { Execution } from "./execution.ts";
import type { ExecutionParts } from "./executionParts.ts";
import { readWhole } from "./items/readItems.ts";
import type { RunOptions, RunParts } from "./parts.ts";
import { makeJournal } from "./record/journal.ts";
import { marksOf } from "./record/marksOf.ts";
import { newlySeen } from "./record/newlySeen.ts";
import { type PastRun, pastRun } from "./record/pastRun.ts";
import { Recorder } from "./record/recorder.ts";
import { runLog } from "./record/runLog.ts";
import { storeWarning } from "./record/storeWarning.ts";
import { replayHits } from "./replay/replayHits.ts";
import { runError } from "./runError.ts";
import { makeSlots } from "./slots.ts";
import { makeLedger } from "./store/ledger.ts";
import { readValue } from "./store/readValue.ts";
import { saveAgain } from "./store/saveAgain.ts";
import { tolerant } from "./tolerant.ts";

/** What a run gives to whoever asked for it. */
export interface RunResult {
  readonly values: Readonly<Record<string, unknown>>;
  readonly error: unknown;
  /** Holds no values: it lives as long as the driver. */
  readonly past: PastRun;
}

/**
 * Runs a request. Its error is in the result: the record is written whatever happens.
 *
 * @throws CellarError for a request that cannot begin: a missing input, a misplaced one
 */
export async function startRun(
  graph: Graph,
  scene: Scene,
  inputs: Readonly<Record<string, unknown>>,
  given: RunParts,
  options: RunOptions,
): Promise<RunResult> {
  const { closure, shape } = scene;
  const warnings = new Set<string>(given.warnings);
  const parts = options.strict ? given : { ...given, metadata: tolerant(given.metadata, warnOnce(warnings, given)) };
  const runName = parts.newRunName();
  const recorder = new Recorder(runName, closure, shape, parts);
  const adapters =
    parts.adapters.length === 0
      ? undefined
      : callAdapters(parts.adapters, runName, closure, (text) => warnings.add(text));
  await adapters?.beforeRun();
  const decided = await decide(graph, closure, inputs, parts, options, runName);
  const { asked, resolution, snapshot, teller } = decided;
  const executing = setDecisions(closure, decided, recorder);
  const isWritten = executing.length > 0 || resolution.decisions.includes("waiting") || resolution.hasTwins;
  const row = {
    runName,
    dataflowId: parts.dataflowId,
    ownerId: parts.ownerId,
    graphId: shape.id,
    graph: scene.graph,
    startedAt: recorder.startedAt,
    request: JSON.stringify({ names: closure.asked.map((i) => closure.nodes[i]!.name) }),
  };
  let begun: Promise<void> | undefined;
  /** Once, also where two find at the same time that something executes after all. */
  const begin = (): Promise<void> => {
    begun ??= (async () => {
      recorder.runId = await parts.metadata.beginRun({ ...row, record: JSON.stringify(recorder.body("running", 0)) });
    })();
    return begun;
  };
  if (isWritten) {
    await teller.tell(executing);
    for (const i of executing) recorder.set(i, { status: "p", detail: { cues: teller.cuesOf(i) } });
    await begin();
  }
  if (parts.isHeard()) parts.publish({ type: "start", record: recorder.record(recorder.body("running", 0)) });
  const log = runLog(closure, recorder, parts);
  log.begin();

  const journal = makeJournal(closure, recorder, parts, log);
  const ledger = makeLedger(parts, options, recorder, journal);
  const lostItems = new Set<string>();
  const unreadable = (error: unknown): void => {
    if (options.strict) throw error;
    warnings.add(storeWarning("reading", error));
  };
  const read = (version: string) => {
    ledger.flush();
    return readWhole(readValue(parts, snapshot, version, unreadable), snapshot, lostItems);
  };
  const x: ExecutionParts = {
    closure,
    asked,
    resolution,
    snapshot,
    teller,
    recorder,
    journal,
    ledger,
    parts,
    options,
    adapters,
    begin,
    read,
    slots: makeSlots(options.concurrency),
    lostItems,
    newExecution: (inner) => new Execution(inner),
  };
  const replayed = new Set<number>();
  await replayHits(x, replayed);
  const execution = new Execution(x);
  const crash = (await performUnlessAborted(execution, closure, options.signal)) ?? (await saveHits(x, warnings));
  ledger.flush();
  await replayHits(x, replayed); // of those whose hit became known by what was executed

  const failure = crash ?? runError(execution.errors, closure, options.signal);
  const ended: RunState = options.signal?.aborted === true ? "interrupted" : failure === undefined ? "done" : "failed";
  if (adapters !== undefined) await tellEnd(adapters, decided, recorder, ended);
  const error = failure ?? (options.strict ? adapters?.failure : undefined);
  const state: RunState = ended === "done" && error !== undefined ? "failed" : ended;
  if (recorder.runId !== 0) await parts.metadata.putPreviews(teller.previews());
  recorder.warnings.push(...[...warnings].filter((warning) => !recorder.warnings.includes(warning)));
  given.warnings.length = 0; // said once
  const ms = recorder.elapsed();
  const end = {
    endedAt: parts.clock.now(),
    dataflowId: parts.dataflowId,
    state,
    lastSeen: newlySeen(closure, decided, recorder),
    used: recorder.versions.filter(
      (version, i): version is string => version !== undefined && recorder.status[i] === "h",
    ),
  };
  recorder.seal();
  let body: RunBody = recorder.body(state, ms);
  if (recorder.runId !== 0) {
    journal.take(); // the record holds them all
    await parts.metadata.finishRun(recorder.runId, { ...end, record: JSON.stringify(body) });
  } else {
    const recording = parts.metadata.recordRun(row, { ...end, record: JSON.stringify(body) });
    recorder.runId = recording instanceof Promise ? await recording : recording;
    body = { ...body, n: recorder.runId };
  }
  const late = [...warnings].filter((warning) => !recorder.warnings.includes(warning));
  if (late.length > 0) body = { ...body, warnings: [...recorder.warnings, ...late] };
  journal.end();
  const record = recorder.record(body);
  if (parts.isHeard()) {
    parts.publish({ type: "event", event: recorder.endEvent(body) });
    parts.publish({ type: "run", record });
  }
  const values =
    error === undefined ? closure.asked.map((i) => [closure.nodes[i]!.name, execution.board.values[i]]) : [];
  const past = pastRun(record, closure, recorder, asked.codes, resolution.bindings, options);
  return { values: Object.fromEntries(values), error, past };
}

/** Hits are told last: until the run has ended, one whose bytes are lost may execute after all. */
async function tellEnd(adapters: Calling, { resolution }: Decided, recorder: Recorder, state: RunState): Promise<void> {
  recorder.status.forEach((letter, i) => {
    const durationMs = resolution.entries[i]?.durationMs ?? 0;
    if (letter === "h") adapters.afterNode(i, { status: "hit", durationMs, dataVersion: resolution.versions[i] });
  });
  await adapters.afterRun(state, recorder.elapsed());
}

/** What fails after a first failure is a consequence of it, also where that was before the run. */
function warnOnce(warnings: Set<string>, { dataflowId, ownerId }: RunParts): (error: unknown) => void {
  let isTold = dataflowId === 0 || ownerId === 0;
  return (error) => {
    if (!isTold) warnings.add(storeWarning("metadata", error));
    isTold = true;
  };
}

/** The error of a crash of the engine itself or, in strict mode, of a store; errors of bodies stay in the execution. */
async function performUnlessAborted(
  execution: Execution,
  closure: Closure,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const aborted = () => execution.stop("the run was interrupted");
  signal?.addEventListener("abort", aborted, { once: true });
  try {
    await execution.perform();
    refuseLost(execution, closure);
    await execution.restoreAsked();
    return undefined;
  } catch (error) {
    execution.stop("the run broke off");
    return error;
  } finally {
    signal?.removeEventListener("abort", aborted);
  }
}

/** Nothing is left to do: a node that still waited would leave its value out without a word. */
function refuseLost({ board }: Execution, { asked, nodes }: Closure): void {
  const lost = asked.find((i) => isOpen(board.stage[i]!));
  if (lost !== undefined) throw new Error(`Cellar lost sight of \`${nodes[lost]!.name}\`. Please report it.`);
}

/** @returns what a store or format threw in strict mode */
async function saveHits(x: ExecutionParts, warnings: Set<string>): Promise<unknown> {
  if (x.options.signal?.aborted === true) return undefined;
  try {
    await saveAgain(x, (said) => warnings.add(said));
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Puts what is decided into the record; gives the nodes that execute for sure. */
function setDecisions(closure: Closure, decided: Decided, recorder: Recorder): number[] {
  const { asked, resolution } = decided;
  const executing: number[] = [];
  const needed = neededNodes(resolution);
  const nameOf = (i: number) => closure.nodes[i]!.name;
  closure.nodes.forEach((node, i) => {
    const entry = resolution.entries[i];
    const data = resolution.versions[i];
    const key = resolution.keys[i];
    if (node.kind === "input") {
      if (asked.inputs.has(i)) {
        const reason = asked.refusals.get(i);
        const detail = { preview: asked.previewOf(i), ...(reason === undefined ? {} : { reason }) };
        recorder.set(i, { status: "g", data, detail });
      } else recorder.set(i, { status: "n" });
      return;
    }
    const marks = marksOf(decided, i, nameOf);
    if (marks.length > 0) recorder.set(i, { status: "p", detail: { marks } });
    if (resolution.decisions[i] === "hit" && resolution.sameAs[i] === -1) {
      const note = hitNote(node.name, entry!, closure.indexOf);
      const told = note === undefined ? undefined : { note };
      recorder.set(i, { status: "h", key, data, from: entry!.runId, took: entry!.durationMs, detail: told });
    } else if (needed[i] === 0) {
      const isIgnored = resolution.decisions[i] === "ignored";
      recorder.set(i, { status: "n", detail: isIgnored ? { behavior: "ignore" } : undefined }); // until somebody needs it
    } else {
      recorder.set(i, { status: "p", key });
      if (resolution.decisions[i] === "execute" || resolution.decisions[i] === "ignored") executing.push(i);
    }
  });
  return executing;
}

// Which runs lie in a notebook's own outputs?
import {
  asHistoryRecord,
  asRunRecord,
  HISTORY_MIME,
  isProblem,
  RUN_MIME,
  type RunRecord,
  runsOf,
} from "cellar/protocol";

/** An output as a saved notebook has it; of unknown origin, so nothing is taken for granted. */
export interface SavedOutput {
  readonly data?: unknown;
}

/** Reads run and history outputs; whatever else there is, or is broken, is passed over. */
export function runsInOutputs(outputs: Iterable<SavedOutput>): RunRecord[] {
  const runs = new Map<string, RunRecord>();
  for (const { data } of outputs) {
    if (typeof data !== "object" || data === null) continue;
    const bundle = data as Readonly<Record<string, unknown>>;
    for (const run of [...runOf(bundle[RUN_MIME]), ...historyOf(bundle[HISTORY_MIME])]) runs.set(run.run, run);
  }
  return [...runs.values()];
}

function runOf(x: unknown): RunRecord[] {
  if (x === undefined) return [];
  const record = asRunRecord(x);
  return isProblem(record) ? [] : [record];
}

function historyOf(x: unknown): RunRecord[] {
  if (x === undefined) return [];
  const history = asHistoryRecord(x);
  return isProblem(history) ? [] : runsOf(history);
}

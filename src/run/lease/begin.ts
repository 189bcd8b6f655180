// How does an execution begin? It is written and told; where other processes share the store, they are kept from doing it too.
import type { Awaitable, Begun, Digest, JournalEvent, LeasedExecution } from "../../contracts.ts";
import type { ExecutionParts } from "../executionParts.ts";

/** What a node asks for after it has waited. */
export type Terms = Pick<LeasedExecution, "silent" | "isImpatient">;

export interface Beginning {
  readonly answer: Awaitable<Begun>;
  /** Tells that it runs; to be called if it has begun. */
  tell(): void;
}

/** @param terms absent where nobody may wait for this execution, nor this one for another */
export function begin(
  { closure, recorder, journal, ledger, parts }: ExecutionParts,
  i: number,
  cacheKey: Digest,
  terms: Terms | undefined,
): Beginning {
  const { metadata, clock, leases, ownerId } = parts;
  const { runId } = recorder;
  const node = closure.nodes[i]!.name;
  const startedAt = clock.now();
  let told: (() => void) | undefined;
  let events: readonly JournalEvent[] = [];
  /** Where the store did not write them, it is given the same events again. */
  const started = (): readonly JournalEvent[] => {
    if (told !== undefined) return events;
    told = journal.hold(i, { status: "r", key: cacheKey, detail: { at: recorder.elapsed() } });
    events = journal.take();
    return events;
  };
  const tell = (): void => told?.();
  // A run or a process that the store does not know holds nothing.
  if (leases === undefined || terms === undefined || ownerId === 0 || runId === 0) {
    const ids = metadata.beginExecutions([{ cacheKey, runId, node, startedAt }], started());
    return { answer: ids instanceof Promise ? ids.then(begunAs) : begunAs(ids), tell };
  }
  const { silent, isImpatient } = terms;
  const givenUp = ledger.unwritten();
  const asking = { cacheKey, runId, node, startedAt, ownerId, silent, isImpatient, givenUp };
  return { answer: metadata.beginLeased(asking, started), tell };
}

function begunAs([executionId = 0]: readonly number[]): Begun {
  return { what: "begun", executionId };
}

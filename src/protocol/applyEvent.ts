// What is a run's record after one more event?
import { addStatus } from "./countStatus.ts";
import { endWait } from "./endWait.ts";
import type { RunEndEvent, RunEvent } from "./runEvent.ts";
import type { NodeDetail, RunRecord } from "./runRecord.ts";

/**
 * Folds one event into a record: `record = events.reduce(applyEvent, start)`, in kernel, browser and crash recovery alike.
 * An event of another run, or one that the record already holds, changes nothing.
 *
 * @returns A new record; the given one is left as it is.
 */
export function applyEvent(record: RunRecord, event: RunEvent | RunEndEvent): RunRecord {
  return applyEvents(record, [event]);
}

/**
 * Folds many events, copying each column once: the same result as one `applyEvent` after the other,
 * in linear time for a run of thousands of nodes.
 */
export function applyEvents(record: RunRecord, events: readonly (RunEvent | RunEndEvent)[]): RunRecord {
  const fresh = events.filter((event) => event.run === record.run && event.seq > record.seq);
  if (fresh.length === 0) return record;
  const next = thaw(record);
  for (const event of fresh) {
    if (event.seq <= next.seq) continue;
    next.seq = event.seq;
    if (event.type === "end") Object.assign(next, event.set);
    else applyToNode(next, event);
  }
  return { ...next, status: next.status.join("") };
}

type Thawed = ReturnType<typeof thaw>;

function thaw(record: RunRecord) {
  return {
    ...record,
    status: record.status.split(""),
    counts: { ...record.counts },
    key: [...record.key],
    data: [...record.data],
    from: [...record.from],
    took: [...record.took],
    detail: { ...record.detail } as Record<string, NodeDetail>,
  };
}

function applyToNode(next: Thawed, event: RunEvent): void {
  const { node, set } = event;
  const before = next.status[node];
  if (before === undefined) return;
  next.status[node] = event.status;
  addStatus(next.counts, before, -1);
  addStatus(next.counts, event.status, 1);
  if (set?.key !== undefined) next.key[node] = set.key;
  if (set?.data !== undefined) next.data[node] = set.data;
  if (set?.from !== undefined) next.from[node] = set.from;
  if (set?.took !== undefined) next.took[node] = set.took;
  // What was said before (the plan's cues) stays until it is said anew.
  if (set?.detail !== undefined) next.detail[node] = { ...next.detail[node], ...set.detail };
  const detail = next.detail[node];
  if (detail !== undefined && event.status !== "w") next.detail[node] = endWait(detail);
}

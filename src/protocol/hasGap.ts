// Has a reader missed events of a live run?
import type { RunEndEvent, RunEvent } from "./runEvent.ts";
import type { RunRecord } from "./runRecord.ts";

/** True if events between the record and this one are missing: then ask for the record. */
export function hasGap(record: RunRecord, event: RunEvent | RunEndEvent): boolean {
  return event.run === record.run && event.seq > record.seq + 1;
}

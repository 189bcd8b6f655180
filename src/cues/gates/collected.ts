// Is the result known, but garbage collection has taken its bytes?
import { dayOf } from "../dayOf.ts";
import type { Gate } from "../subject.ts";

export const collected: Gate = ({ entry, bytes }) =>
  entry === undefined || typeof bytes === "string"
    ? undefined
    : {
        cue: "collected",
        text: `the stored result of run ${entry.runId} was collected on ${dayOf(bytes.at)}: ${bytes.reason}`,
      };

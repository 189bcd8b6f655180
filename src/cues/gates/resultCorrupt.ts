// Are the bytes of the result not what was written?
import type { Gate } from "../subject.ts";

export const resultCorrupt: Gate = ({ entry, bytes }) =>
  entry === undefined || bytes !== "corrupt"
    ? undefined
    : {
        cue: "result corrupt",
        text: `the stored result of run ${entry.runId} is corrupt: its bytes do not have their digest`,
      };

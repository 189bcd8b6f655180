// Is the result known, but its bytes are gone?
import type { Gate } from "../subject.ts";

export const resultMissing: Gate = ({ entry, bytes }) => {
  if (entry === undefined) return undefined;
  if (bytes === "missing") return { cue: "result missing", text: `the stored result of run ${entry.runId} is missing` };
  if (bytes === "unreadable")
    return { cue: "result missing", text: `the stored result of run ${entry.runId} could not be read` };
  if (bytes === "class changed") {
    return {
      cue: "result missing",
      text: `the stored result of run ${entry.runId} holds instances of a class that has changed`,
    };
  }
  return undefined;
};

// Is this unknown JSON an event of a live run?
import { guard, type Problem } from "./guards.ts";
import { type Fields, optional, readAmount, readCount, readObject, readOneOf, readText } from "./read.ts";
import { readEnd } from "./readBody.ts";
import { readDetail } from "./readDetail.ts";
import type { RunEndEvent, RunEvent } from "./runEvent.ts";

/**
 * Checks an event that a kernel pushed.
 *
 * @param nodes - Number of nodes of the run it belongs to, which bounds every index.
 */
export function asRunEvent(x: unknown, nodes: number): RunEvent | RunEndEvent | Problem {
  const type = typeof x === "object" && x !== null && "type" in x && x.type === "end" ? "end" : "event";
  return guard<RunEvent | RunEndEvent>(x, type, (fields) =>
    type === "end"
      ? { v: 1, type, ...readWho(fields), set: readEnd(readObject(fields.set, "set"), nodes) }
      : {
          v: 1,
          type,
          ...readWho(fields),
          node: readCount(fields.node, "node"),
          status: readOneOf(fields.status, "status", ["g", "h", "x", "u", "f", "s", "n", "p", "w", "r"]),
          ...optional(fields, "set", (set) => readSet(readObject(set, "set"), nodes)),
        },
  );
}

function readWho(fields: Fields): { run: string; seq: number } {
  return { run: readText(fields.run, "run id"), seq: readCount(fields.seq, "seq") };
}

function readSet(fields: Fields, nodes: number): NonNullable<RunEvent["set"]> {
  return {
    ...optional(fields, "key", readText),
    ...optional(fields, "data", readText),
    ...optional(fields, "from", readCount),
    ...optional(fields, "took", readAmount),
    ...optional(fields, "detail", (detail) => readDetail(detail, nodes)),
  };
}

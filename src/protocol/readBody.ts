// Is this unknown JSON a run, apart from its graph?
import { BOUNDS } from "./bounds.ts";
import {
  type Fields,
  malformed,
  optional,
  readAmount,
  readColumn,
  readCount,
  readIndex,
  readLetters,
  readList,
  readObject,
  readOneOf,
  readText,
  readTexts,
} from "./read.ts";
import { readDetail } from "./readDetail.ts";
import { readEntries } from "./readGraph.ts";
import type { RunEndEvent } from "./runEvent.ts";
import type { RunBody } from "./runRecord.ts";

const STATES = ["running", "done", "failed", "interrupted"] as const;

/** @param nodes - Number of nodes of the run's graph. */
export function readBody(fields: Fields, nodes: number): RunBody {
  return {
    v: 1,
    type: "run",
    run: readText(fields.run, "run id"),
    n: readCount(fields.n, "n"),
    seq: readCount(fields.seq, "seq"),
    state: readOneOf(fields.state, "state", STATES),
    dataflow: readDataflow(fields.dataflow),
    by: readBy(fields.by),
    at: readTime(fields.at),
    ms: readAmount(fields.ms, "ms"),
    saved: readSaved(fields.saved),
    ...optional(fields, "base", readText),
    counts: readCounts(fields.counts),
    asked: readList(fields.asked, "asked", nodes).map((node) => readIndex(node, "asked", nodes)),
    status: readLetters(fields.status, "status", nodes, /^[ghxufsnpwr]*$/),
    key: readColumn(fields.key, "key", nodes, readText),
    data: readColumn(fields.data, "data", nodes, readText),
    from: readColumn(fields.from, "from", nodes, readCount),
    took: readColumn(fields.took, "took", nodes, readAmount),
    detail: readDetails(fields.detail, nodes),
    departed: readDepartures(fields.departed, nodes),
    trimmed: fields.trimmed === true,
    ...optional(fields, "warnings", readTexts(BOUNDS.warnings)),
  };
}

/** The fields that the end of a run sets. */
export function readEnd(fields: Fields, nodes: number): RunEndEvent["set"] {
  return {
    ...optional(fields, "state", (state) => readOneOf(state, "state", STATES)),
    ...optional(fields, "ms", readAmount),
    ...optional(fields, "saved", readSaved),
    ...optional(fields, "counts", readCounts),
    ...optional(fields, "departed", (list) => readDepartures(list, nodes)),
    ...optional(fields, "warnings", readTexts(BOUNDS.warnings)),
    ...(fields.trimmed === undefined ? {} : { trimmed: fields.trimmed === true }),
  };
}

export function readDataflow(x: unknown): RunBody["dataflow"] {
  const fields = readObject(x, "dataflow");
  return {
    id: readText(fields.id, "dataflow id"),
    label: readText(fields.label, "dataflow label"),
    ...optional(fields, "notebook", readText),
  };
}

function readBy(x: unknown): RunBody["by"] {
  const fields = readObject(x, "by");
  return {
    cellar: readText(fields.cellar, "cellar"),
    node: readText(fields.node, "node"),
    ...optional(fields, "cell", readText),
    ...optional(fields, "count", readCount),
    origin: readOneOf(fields.origin, "origin", ["notebook", "script", "cli", "rest"]),
  };
}

/** The largest moment that a calendar can show is 8.64e15 ms after the epoch. */
function readTime(x: unknown): number {
  const at = readAmount(x, "at");
  if (at > 8.64e15) malformed("at is beyond every calendar");
  return at;
}

function readSaved(x: unknown): RunBody["saved"] {
  const fields = readObject(x, "saved");
  return { ms: readAmount(fields.ms, "saved"), bytes: readAmount(fields.bytes, "saved") };
}

function readCounts(x: unknown): RunBody["counts"] {
  const fields = readObject(x, "counts");
  return {
    given: readCount(fields.given, "given"),
    hit: readCount(fields.hit, "hit"),
    executed: readCount(fields.executed, "executed"),
    unchanged: readCount(fields.unchanged, "unchanged"),
    failed: readCount(fields.failed, "failed"),
    skipped: readCount(fields.skipped, "skipped"),
  };
}

function readDetails(x: unknown, nodes: number): RunBody["detail"] {
  return Object.fromEntries(
    readEntries(x, "detail", nodes).map(([node, detail]) => [
      String(readIndex(Number(node), "detail", nodes)),
      readDetail(detail, nodes),
    ]),
  );
}

function readDepartures(x: unknown, nodes: number): RunBody["departed"] {
  return readList(x, "departed", BOUNDS.departed).map((entry) => {
    const fields = readObject(entry, "departed");
    return {
      ...optional(fields, "node", (node) => readIndex(node, "departed", nodes)),
      reason: readText(fields.reason, "a departure's reason"),
    };
  });
}

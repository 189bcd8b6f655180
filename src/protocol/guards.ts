// Is this unknown JSON a document that Cellar can show?
import { BOUNDS } from "./bounds.ts";
import type { HistoryRecord } from "./historyRecord.ts";
import {
  type Fields,
  Malformed,
  malformed,
  optional,
  readCount,
  readList,
  readObject,
  readOneOf,
  readText,
} from "./read.ts";
import { readBody, readDataflow } from "./readBody.ts";
import { readGraph } from "./readGraph.ts";
import type { DataflowRecord, RunRecord } from "./runRecord.ts";

/** Said instead of a document that cannot be shown: one sentence for the user. */
export interface Problem {
  readonly problem: string;
}

/**
 * Checks a run record from an unknown source, such as a notebook that came by mail.
 * Every length and every index is bounded, texts are cut at 10,000 characters, unknown fields are left out.
 *
 * @returns A copy that holds known fields only, or the problem; ask with `isProblem`.
 */
export function asRunRecord(x: unknown): RunRecord | Problem {
  return guard(x, "run", (fields) => {
    const graph = readGraph(fields.graph);
    return { ...readBody(fields, graph.names.length), graph };
  });
}

/** Checks a history like `asRunRecord`; a run whose graph is not in the document is a problem. */
export function asHistoryRecord(x: unknown): HistoryRecord | Problem {
  return guard(x, "history", (fields) => {
    const graphs = readList(fields.graphs, "graphs", BOUNDS.graphs).map(readGraph);
    const sizes = new Map(graphs.map((graph) => [graph.id, graph.names.length]));
    return {
      v: 1,
      type: "history",
      scope: readOneOf(fields.scope, "scope", ["driver", "dataflow", "notebook", "cache"]),
      ...optional(fields, "dataflow", readDataflow),
      graphs,
      runs: readList(fields.runs, "runs", BOUNDS.runs).map((entry) => {
        const run = readObject(entry, "run");
        const graph = readText(run.graph, "a run's graph");
        return { ...readBody(run, sizes.get(graph) ?? malformed("a run's graph is missing")), graph };
      }),
      more: readCount(fields.more, "more"),
      ...(fields.trimmed === true ? { trimmed: true } : {}),
    };
  });
}

/** Checks a dataflow that has not run, like `asRunRecord`. */
export function asDataflowRecord(x: unknown): DataflowRecord | Problem {
  return guard(x, "dataflow", (fields) => ({
    v: 1,
    type: "dataflow",
    label: readText(fields.label, "label"),
    graph: readGraph(fields.graph),
  }));
}

export function isProblem(x: object): x is Problem {
  return "problem" in x;
}

/** Checks version and type first, so that a newer document is told from a broken one. */
export function guard<T extends object>(x: unknown, type: string, read: (fields: Fields) => T): T | Problem {
  try {
    const fields = readObject(x, `the ${type} record`);
    if (typeof fields.v !== "number" || !(fields.v >= 1)) malformed(`this is not a ${type} record`);
    if (fields.v >= 2) return { problem: `This ${type} was made by a newer Cellar.` };
    if (fields.type !== type) malformed(`this is not a ${type} record`);
    return read(fields);
  } catch (error) {
    if (error instanceof Malformed) return { problem: `This ${type} record cannot be shown: ${error.message}.` };
    throw error;
  }
}

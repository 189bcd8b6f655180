// Runs to test with: the worked example, and graphs of any size.
import {
  countStatus,
  type GraphRecord,
  type HistoryRecord,
  type NodeDetail,
  type RunRecord,
} from "../../src/protocol/index.ts";

type Part = { -readonly [Field in keyof RunRecord]?: RunRecord[Field] };

/** A run of `basics`: an input, a loader that hit, a node whose constant changed, and what follows from it. */
export function sampleRun(part: Part = {}): RunRecord {
  return runOf(BASICS, part.status ?? "ghxuh", {
    run: "2024-11-21T03.12.00-7kq2",
    n: 57,
    seq: 18,
    ms: 412.6,
    saved: { ms: 40_210, bytes: 18_230_112 },
    base: "2024-11-21T03.09.41-x1f0",
    asked: [4],
    key: ["", "a1b2c3d4e5f6", "0aa1b2c3d4e5", "11b2c3d4e5f6", "22c3d4e5f6a1"],
    data: ["5d1e0f2a3b4c", "0f1e2d3c4b5a", "6a7b8c9d0e1f", "7b8c9d0e1f2a", "8c9d0e1f2a3b"],
    from: [0, 12, 57, 57, 41],
    took: [0, 32_000, 402.2, 1.1, 8210],
    detail: DETAIL,
    ...part,
  });
}

export const BASICS: GraphRecord = {
  id: "9f31c2ab",
  modules: [{ name: "basics", source: "77aa01b2", cell: "b7d0" }],
  names: ["cutoffDate", "rawData", "processedData", "rounded", "amountPerCountry"],
  kinds: "innnn",
  module: [-1, 0, 0, 0, 0],
  line: [0, 3, 5, 9, 12],
  deps: [[], [], [1, 0], [2], [3]],
  tags: { "4": { owner: "me" } },
};

const DETAIL: Record<string, NodeDetail> = {
  "0": { preview: { type: "string", text: "2024-09-01" } },
  "2": {
    at: 3.1,
    size: 20_480,
    on: "main",
    behavior: "default",
    read: [1],
    cues: [
      {
        cue: "constant changed",
        field: "code/rates",
        hops: ["rates"],
        before: "Canada 0.73",
        after: "Canada 0.71",
        where: { source: "77aa01b2", line: 1, cell: "b7d0" },
        texts: { before: { text: "0f1e2d3c4b5a", line: 1 }, after: { text: "5a4b3c2d1e0f" } },
        text: "`rates` changed: Canada 0.73 → 0.71",
      },
    ],
    output: { digest: "9e0f1a2b", bytes: 120, replayed: false },
    preview: {
      type: "DataFrame",
      shape: [5, 6],
      columns: ["cities", "date"],
      rows: [
        ["New York", "2024-09-13"],
        ["Los Angeles", "2024-09-12"],
      ],
    },
  },
  "3": {
    at: 405.4,
    size: 20_480,
    cues: [
      {
        cue: "dep changed",
        field: "dep/processedData",
        before: "c1d2e3f4a5b6",
        after: "6a7b8c9d0e1f",
        root: 2,
        text: "`processedData` changed",
      },
    ],
  },
  "4": { note: { cue: "formerly", before: "totals", text: "formerly `totals`" } },
};

/** Any graph with any statuses; what a test does not care about is filled in. */
export function runOf(graph: GraphRecord, status: string, part: Part = {}): RunRecord {
  const fill = <T>(value: T): T[] => graph.names.map(() => value);
  return {
    v: 1,
    type: "run",
    run: `run-${part.n ?? 1}`,
    n: 1,
    seq: 0,
    state: "done",
    dataflow: { id: "d4f1c09a", label: "sales.ipynb · basics", notebook: "sales.ipynb" },
    by: { cellar: "0.1.0", node: "20.20.2", cell: "c9e1", count: 14, origin: "notebook" },
    at: 1_732_158_720_123,
    ms: 10,
    saved: { ms: 0, bytes: 0 },
    counts: countStatus(status),
    asked: [],
    graph,
    status,
    key: fill(""),
    data: fill(""),
    from: fill(0),
    took: fill(0),
    detail: {},
    departed: [],
    trimmed: false,
    ...part,
  };
}

/** A graph of names that read each other: `graphOf({ a: [], b: ["a"] })`. */
export function graphOf(deps: Record<string, readonly string[]>): GraphRecord {
  const names = Object.keys(deps);
  return {
    id: names.join(),
    modules: [],
    names,
    kinds: "n".repeat(names.length),
    module: names.map(() => -1),
    line: names.map(() => 0),
    deps: Object.values(deps).map((list) => list.map((name) => names.indexOf(name))),
  };
}

/** A graph of `size` nodes that looks grown: most read one or two of the nodes shortly before them. */
export function grownGraph(size: number, seed = 1): GraphRecord {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
  const reach = Math.max(3, Math.round(Math.sqrt(size)));
  const names = Array.from({ length: size }, (_, i) => `step${i}`);
  const deps = names.map((_, i) => {
    if (i === 0 || random() < 0.12) return [];
    const count = 1 + (random() < 0.3 ? 1 : 0);
    return [
      ...new Set(Array.from({ length: count }, () => Math.max(0, i - 1 - Math.floor(random() * Math.min(i, reach))))),
    ];
  });
  return { ...graphOf(Object.fromEntries(names.map((name) => [name, []]))), id: `grown${size}`, deps };
}

export function historyOf(runs: readonly RunRecord[], more = 0): HistoryRecord {
  const graphs = new Map(runs.map((run) => [run.graph.id, run.graph]));
  return {
    v: 1,
    type: "history",
    scope: "dataflow",
    graphs: [...graphs.values()],
    runs: runs.map((run) => ({ ...run, graph: run.graph.id })),
    more,
  };
}

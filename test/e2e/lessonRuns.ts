// Which runs does someone make who works through the first lesson? First all executes, then a constant changes, a node fails, a graph grows.
import type { GraphRecord, NodeDetail, RunRecord } from "../../src/protocol/index.ts";
import { runOf } from "../protocol/sampleRun.ts";

const NAMES = ["cutoffDate", "rawData", "processedData", "amountPerCountry"];

const SMALL: GraphRecord = {
  id: "small",
  modules: [{ name: "basics", source: "77aa01b2", cell: "b7d0" }],
  names: NAMES,
  kinds: "innn",
  module: [-1, 0, 0, 0],
  line: [0, 3, 9, 16],
  deps: [[], [], [1, 0], [2]],
};

const GROWN: GraphRecord = {
  ...SMALL,
  id: "grown",
  names: [...NAMES, "exchangeRates", "report", "totals"],
  kinds: "innnnnn",
  module: [-1, 0, 0, 0, 0, 0, 0],
  line: [0, 3, 9, 16, 22, 27, 35],
  deps: [[], [], [1, 0, 4], [2], [], [3, 6], [2]],
};

const FRAME: NodeDetail["preview"] = {
  type: "DataFrame",
  shape: [5, 4],
  columns: ["city", "date", "amount", "country"],
  rows: [
    ["New York", "2024-09-13", 478.23, "USA"],
    ["Los Angeles", "2024-09-12", 251.67, "USA"],
    ["Chicago", "2024-09-11", 989.34, "USA"],
    ["Montréal", "2024-09-11", 742.14, "Canada"],
    ["Vancouver", "2024-09-09", 584.56, "Canada"],
  ],
};

const cutoff = (text: string): NodeDetail => ({ preview: { type: "string", text } });
const never: NodeDetail = { at: 1.2, size: 20_480, cues: [{ cue: "never ran", text: "never ran" }], preview: FRAME! };
const because = (root: number, dep: number, names: readonly string[]): NodeDetail => ({
  cues: [
    {
      cue: "dep changed",
      field: `dep/${names[dep]}`,
      before: "c1d2e3f4a5b6",
      after: "6a7b8c9d0e1f",
      root,
      text: `\`${names[dep]}\` changed`,
    },
  ],
});
const constant: NodeDetail = {
  at: 3.1,
  size: 20_480,
  cues: [
    {
      cue: "constant changed",
      field: "code/rates",
      hops: ["rates"],
      before: "Canada 0.73",
      after: "Canada 0.71",
      text: "`rates` changed: Canada 0.73 → 0.71",
    },
  ],
  preview: FRAME!,
};
const input: NodeDetail = {
  cues: [
    {
      cue: "input changed",
      field: "input/cutoffDate",
      before: "2024-09-01",
      after: "2024-09-10",
      text: "`cutoffDate` changed: 2024-09-01 → 2024-09-10",
    },
  ],
  preview: FRAME!,
};
const failed: NodeDetail = {
  cues: [
    { cue: "code changed", field: "code", before: "a1b2c3d4e5f6", after: "99b2c3d4e5f6", text: "its code changed" },
  ],
  error: {
    name: "TypeError",
    message: "rows.map is not a function",
    stack: "TypeError: rows.map is not a function\n    at totals (basics:35:15)",
  },
};

/** Six runs, oldest first, an hour apart, the last one today. */
export function lessonRuns(now: number): RunRecord[] {
  const runs: [GraphRecord, string, number[], Record<string, NodeDetail>][] = [
    [SMALL, "gxxx", [0, 1204, 402, 81], { 0: cutoff("2024-09-01"), 1: never, 2: never, 3: never }],
    [SMALL, "ghhh", [0, 1204, 402, 81], { 0: cutoff("2024-09-01") }],
    [SMALL, "ghxx", [0, 1204, 388, 78], { 0: cutoff("2024-09-10"), 2: input, 3: because(2, 2, NAMES) }],
    [SMALL, "ghxu", [0, 1204, 395, 80], { 0: cutoff("2024-09-10"), 2: constant, 3: because(2, 2, NAMES) }],
    [
      GROWN,
      "ghhhxsf",
      [0, 1204, 395, 80, 2210, 0, 12],
      { 0: cutoff("2024-09-10"), 4: never, 5: { reason: "`totals` failed" }, 6: failed },
    ],
    [
      GROWN,
      "ghxxhxx",
      [0, 1204, 401, 82, 2210, 164, 31],
      {
        0: cutoff("2024-09-10"),
        2: constant,
        3: because(2, 2, NAMES),
        5: because(2, 3, NAMES),
        6: because(2, 2, NAMES),
      },
    ],
  ];
  return runs.map(([graph, status, took, detail], i) =>
    runOf(graph, status, {
      run: `lesson-${i + 1}`,
      n: i + 1,
      seq: 10,
      at: now - (runs.length - i) * 3_600_000,
      state: status.includes("f") ? "failed" : "done",
      ms: took.reduce((sum, ms, node) => ("xuf".includes(status[node]!) ? sum + ms : sum), 3),
      saved: { ms: took.reduce((sum, ms, node) => (status[node] === "h" ? sum + ms : sum), 0), bytes: 20_480 },
      dataflow: { id: "lesson", label: "lesson.ipynb · basics", notebook: "lesson.ipynb" },
      took,
      detail,
      key: graph.names.map((name, node) =>
        graph.kinds[node] === "i" ? "" : digest(`key ${name} ${status[node] === "h" ? 1 : i}`),
      ),
      data: graph.names.map((name, node) => digest(`data ${name} ${"hg".includes(status[node]!) ? 1 : i}`)),
      from: graph.names.map((_, node) =>
        graph.kinds[node] === "i" || status[node] === "s" ? 0 : status[node] === "h" ? 1 : i + 1,
      ),
    }),
  );
}

/** Twelve hex digits that look like a digest and are the same every time. */
function digest(text: string): string {
  let hash = 7;
  for (const letter of text) hash = (Math.imul(hash, 16_777_619) ^ letter.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, "0").repeat(2).slice(0, 12);
}

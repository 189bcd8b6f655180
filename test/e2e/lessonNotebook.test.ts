import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../../src/index.ts";
import { HISTORY_MIME, RUN_MIME, type RunRecord, type StatusLetter } from "../../src/protocol/index.ts";
import { expectPlanKept } from "../planKept.ts";
import { installCellarKernel } from "./harness/cellarKernel.ts";
import { copyLessons } from "./harness/lessonFolder.ts";
import { LESSONS } from "./lessonExpectations.ts";

const PROJECT = path.resolve(import.meta.dirname, "../..");
const PYTHON = path.join(PROJECT, ".venv/bin/python");
const SCRIPT = path.join(import.meta.dirname, "harness/runNotebook.py");
const WATCH = path.join(import.meta.dirname, "harness/watchRuns.cell.ts");

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly {
    readonly output_type: string;
    readonly name?: string;
    readonly text?: string | readonly string[];
    readonly data?: Record<string, unknown>;
  }[];
}

/** What `watchRuns.cell.ts` prints of a run. */
interface Watched {
  readonly rows: Plan["rows"];
  readonly asking: { readonly recompute?: true | readonly string[] };
  readonly behaviors: Readonly<Record<string, string>>;
  readonly record: RunRecord;
}

/** What each lesson showed when it was run for the first time. */
const firstRuns = new Map<string, readonly Cell[]>();

let home: string;
let jupyterPath: string;
beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  jupyterPath = installCellarKernel(path.join(home, "prefix"));
});
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

/** Runs a lesson in a new kernel. */
function runLesson(file: string, ...more: readonly string[]): readonly Cell[] {
  const folder = path.join(home, path.parse(file).name);
  if (!fs.existsSync(folder)) copyLessons(folder);
  const target = path.join(home, "out.ipynb");
  execFileSync(PYTHON, [SCRIPT, path.join(folder, file), target, "--first", WATCH, ...more], {
    env: { ...process.env, JUPYTER_PATH: jupyterPath, JUPYTER_RUNTIME_DIR: path.join(home, "runtime") },
    stdio: "pipe",
  });
  return cellsOf(target);
}

const cellsOf = (file: string) => (JSON.parse(fs.readFileSync(file, "utf8")) as { cells: readonly Cell[] }).cells;
const textOf = (text: string | readonly string[]) => [text].flat().join("");
const outputsOf = (cells: readonly Cell[]) => cells.flatMap((cell) => cell.outputs ?? []);
/** Lines that a cell printed, but for those that ask the log for more. */
const linesOf = (cells: readonly Cell[]) =>
  cells
    .filter(({ source }) => !textOf(source).includes('level: "debug"'))
    .flatMap(({ outputs = [] }) =>
      outputs
        .map(({ text = "" }) => textOf(text))
        .join("")
        .split("\n"),
    );
/** Why a node failed is in the record. */
const logOf = (cells: readonly Cell[]) =>
  linesOf(cells).filter((line) => /^\S+::/.test(line) && !line.includes("::failed_execution::"));
const watchedIn = (cells: readonly Cell[]) =>
  linesOf(cells).flatMap((line) => (line.startsWith("@run ") ? [JSON.parse(line.slice(5)) as Watched] : []));

/** `rawData x · processedData h`: nodes in order, without inputs. */
const inShort = ({ graph, status }: RunRecord) =>
  graph.names.flatMap((name, i) => (graph.kinds[i] === "n" ? [`${name} ${status[i]}`] : [])).join(" · ");

const LOGGED: Partial<Record<StatusLetter, string>> = {
  h: "result_store::get_result::hit",
  x: "adapter::execute_node",
  u: "adapter::execute_node",
  f: "adapter::execute_node",
};
/** Lines that the log should have of a run. */
const logFor = ({ graph, status }: RunRecord) =>
  graph.names.flatMap((name, i) => {
    const said = graph.kinds[i] === "n" ? LOGGED[status[i] as StatusLetter] : undefined;
    return said === undefined ? [] : [`${name}::${said}`];
  });

/** Nodes that are told to execute, or read one that runs as if there were no cache. */
function executesAnyhow({ asking, behaviors, record }: Watched): ReadonlySet<string> {
  const { graph } = record;
  const told = new Set<string>();
  graph.names.forEach((name, i) => {
    if (graph.kinds[i] !== "n") return;
    const readsUncached = graph.deps[i]!.some(
      (dep) => graph.kinds[dep] === "n" && behaviors[graph.names[dep]!] === "disable",
    );
    const isAsked = asking.recompute === true || asking.recompute?.includes(name) === true;
    if (behaviors[name] !== "default" || isAsked || readsUncached) told.add(name);
  });
  return told;
}

function expectNoTrouble(cells: readonly Cell[]): void {
  const outputs = outputsOf(cells);
  expect(outputs.filter(({ output_type, name }) => output_type === "error" || name === "stderr")).toEqual([]);
  const watched = watchedIn(cells);
  for (const { rows, record } of watched) expectPlanKept({ rows } as Plan, record);
  expect(logOf(cells).sort()).toEqual(watched.flatMap(({ record }) => logFor(record)).sort());
}

describe.each(LESSONS)("the lesson $file, run by nbclient in the real kernel", ({ file, runs }) => {
  it("hits and executes as the text beside says, each run as it was planned", () => {
    const cells = runLesson(file);
    firstRuns.set(file, cells);
    expectNoTrouble(cells);
    expect(watchedIn(cells).map(({ record }) => inShort(record))).toEqual(runs);
  });

  it("a second time, in a new kernel and without the cell marked `reset`: every `default` node hits, the others execute as declared", () => {
    const cells = runLesson(file, "--without", "reset");
    expectNoTrouble(cells);
    const watched = watchedIn(cells);
    expect(watched).toHaveLength(runs.length);
    for (const run of watched) {
      const told = executesAnyhow(run);
      const { graph, status } = run.record;
      graph.names.forEach((name, i) => {
        if (graph.kinds[i] === "n")
          expect(told.has(name) ? ["x", "u"] : ["h"], `${name} in ${inShort(run.record)}`).toContain(status[i]);
      });
    }
  });

  it("is saved with its outputs, as run from top to bottom, and its links lead to files", () => {
    const saved = cellsOf(path.join(PROJECT, "notebooks", file)) as readonly (Cell & { execution_count?: number })[];
    const code = saved.filter(({ cell_type }) => cell_type === "code");
    expect(code.map(({ execution_count }) => execution_count)).toEqual(code.map((_, i) => i + 1));
    const shown = (mime: string) => outputsOf(saved).filter(({ data }) => data?.[mime] !== undefined).length;
    const asked = (call: string) =>
      code.filter(({ source }) => new RegExp(`cache\\.${call}\\(.*\\)$`).test(textOf(source))).length;
    expect([shown(RUN_MIME), shown(HISTORY_MIME)]).toEqual([asked("viewRun"), asked("viewHistory")]);
    expect(JSON.stringify(saved)).not.toMatch(/\/(home|root|tmp|work)\//);
    const links = saved.flatMap(({ source }) => [...textOf(source).matchAll(/\]\(([^)]+)\)/g)].map((link) => link[1]!));
    for (const link of links) expect(fs.existsSync(path.join(PROJECT, "notebooks", link)), link).toBe(true);
  });
});

describe("the first lesson, where it differs from Hamilton's tutorial", () => {
  const { file } = LESSONS[0]!;
  const shownBy = (source: string) => {
    const cells = firstRuns.get(file) ?? runLesson(file);
    const { outputs = [] } = cells.find((cell) => textOf(cell.source).includes(source))!;
    return outputs.map(({ text = "", data }) => textOf(text) + textOf((data?.["text/plain"] as string) ?? "")).join("");
  };

  it("another format executes nothing", () => {
    expect(shownBy("formatDr.cache.viewRun()")).toMatch(/✓ processedData +hit .* saved again as parquet/);
  });

  it("after a recompute later runs see what was read", () => {
    const sums = /Brazil +┆ 77\.9004.*Canada +┆ 941\.957.*Mexico +┆ 46\.217.*USA +┆ 2959\.76/s;
    for (const run of ["const evening =", "const night ="]) expect(shownBy(run)).toMatch(sums);
    expect(shownBy("const afternoon =")).not.toContain("Brazil");
    expect(shownBy("const format =")).toMatch(/77\.9004\s+941\.957\s+46\.217\s+2959\.76/);
  });

  it("the first of the explored runs returns a series", () => {
    expect(shownBy('get("amountPerCountry", firstRun)')).toContain("Series: 'amountInUsd' [f64]");
  });
});

it("README lists every lesson, and nothing that is none", () => {
  const files = fs.readdirSync(path.join(PROJECT, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  const listed = [
    ...fs.readFileSync(path.join(PROJECT, "README.md"), "utf8").matchAll(/\]\(notebooks\/(\d\d-[^)]+)\)/g),
  ];
  expect(listed.map((link) => link[1])).toEqual(files.sort());
  expect(LESSONS.map(({ file }) => file)).toEqual(files);
});

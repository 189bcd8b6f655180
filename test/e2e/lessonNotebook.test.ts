import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RUN_MIME, type RunRecord } from "../../src/protocol/index.ts";
import { installCellarKernel } from "./harness/cellarKernel.ts";
import { copyLessons } from "./harness/lessonFolder.ts";

const PYTHON = path.resolve(import.meta.dirname, "../../.venv/bin/python");
const SCRIPT = path.join(import.meta.dirname, "harness/runNotebook.py");
const LESSON = "01-caching.ipynb";

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly {
    readonly output_type: string;
    readonly text?: string | readonly string[];
    readonly data?: Record<string, unknown>;
  }[];
}

let home: string;
let jupyterPath: string;
beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  jupyterPath = installCellarKernel(path.join(home, "prefix"));
  copyLessons(path.join(home, "lessons"));
});
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

/** Runs the lesson in a new kernel. */
function runLesson(...more: readonly string[]): readonly Cell[] {
  const target = path.join(home, "out.ipynb");
  execFileSync(PYTHON, [SCRIPT, path.join(home, "lessons", LESSON), target, ...more], {
    env: { ...process.env, JUPYTER_PATH: jupyterPath, JUPYTER_RUNTIME_DIR: path.join(home, "runtime") },
    stdio: "pipe",
  });
  return (JSON.parse(fs.readFileSync(target, "utf8")) as { cells: readonly Cell[] }).cells;
}

const outputsOf = (cells: readonly Cell[]) => cells.flatMap((cell) => cell.outputs ?? []);
const linesOf = (cells: readonly Cell[]) =>
  outputsOf(cells)
    .flatMap(({ text }) => (text === undefined ? [] : [text].flat().join("").split("\n")))
    .filter((line) => line.includes("::"));
const runsOf = (cells: readonly Cell[]) =>
  outputsOf(cells).flatMap(({ data }) => (data?.[RUN_MIME] as RunRecord) ?? []);

const hit = (node: string) => `${node}::result_store::get_result::hit`;
const executed = (node: string) => `${node}::adapter::execute_node`;

describe("the lesson `01-caching`, run by nbclient in the real kernel", () => {
  it("tells hits and executions as the text beside them says", () => {
    const cells = runLesson();
    const [raw, processed, amount] = ["rawData", "processedData", "amountPerCountry"] as const;
    expect(linesOf(cells)).toEqual([
      executed(raw),
      executed(processed), // first execution
      hit(raw),
      hit(processed), // second execution
      hit(raw),
      hit(processed),
      executed(amount), // a node is added
      hit(raw),
      executed(processed),
      executed(amount), // another date
      hit(raw),
      executed(processed),
      hit(amount), // a date that leaves the same rows
      hit(raw),
      executed(processed),
      executed(amount), // another rate
      hit(raw),
      executed(processed),
      hit(amount), // lines that change no row
    ]);
    expect(runsOf(cells).map((run) => run.status)).toEqual(["xgx", "hgh", "hghx", "hgxh", "hgxh"]);
  });

  it("a second time, in a new kernel and without the cell marked `reset`: every node is a hit", () => {
    const cells = runLesson("--without", "reset");
    expect(linesOf(cells)).toHaveLength(19);
    expect(linesOf(cells).filter((line) => !line.endsWith("::get_result::hit"))).toEqual([]);
    expect(runsOf(cells)).toHaveLength(5);
    for (const run of runsOf(cells)) expect(run.status).toMatch(/^[gh]+$/);
  });
});

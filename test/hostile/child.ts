// What does another process see? A child that runs requests over the same cache, in surroundings of its own.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RunRecord } from "../../src/protocol/index.ts";
import { lookAt } from "../driver/notebook.ts";
import { expectPlanKept, type Planned } from "../planKept.ts";

const script = fileURLToPath(new URL("./children/runText.mjs", import.meta.url));

export interface Request {
  readonly text: string;
  readonly names: readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly cache?: Readonly<Record<string, unknown>>;
  readonly only?: "plan" | "execute" | "uncached";
}

export interface Answers {
  readonly answers: readonly {
    values: Record<string, unknown>;
    record: RunRecord;
    /** What was planned: of a run that is cached, before it. */
    rows: Planned["rows"];
    text: string;
  }[];
  readonly typescript: boolean;
  readonly polars: boolean;
}

/** Runs the requests in a new process; each that is cached keeps its plan. */
export function inChild(
  folder: string,
  requests: readonly Request[],
  env: Readonly<Record<string, string>> = {},
): Answers {
  const child = spawnSync(process.execPath, [script, JSON.stringify({ folder, requests })], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (child.status !== 0) throw new Error(`the child failed: ${child.stderr}`);
  const said = JSON.parse(child.stdout) as Answers;
  said.answers.forEach(({ rows, record }, i) => {
    if ((requests[i]!.only ?? "execute") === "execute") expectPlanKept({ rows }, record);
  });
  return said;
}

/** The same for one request. */
export function runInChild(folder: string, request: Request, env: Readonly<Record<string, string>> = {}) {
  const { answers, ...loaded } = inChild(folder, [request], env);
  return { ...answers[0]!, ...lookAt(answers[0]!.record), ...loaded };
}

// What do processes do that want the same value? Children over one cache, each held in check by the test.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach } from "vitest";
import type { RunRecord } from "../../src/protocol/index.ts";
import { type Departures, expectPlanKept, type Planned } from "../planKept.ts";

const script = fileURLToPath(new URL("./children/leasedRun.mjs", import.meta.url));

export interface Leased {
  readonly folder: string;
  readonly text: string;
  readonly ask: { readonly names: readonly string[]; readonly [option: string]: unknown };
  /** The engine's own if absent; then the bundle runs, as users have it. */
  readonly periods?: Readonly<Record<string, number>>;
  /** What bodies see as `parent.first`. */
  readonly first?: string;
  /** Its driver is not closed. */
  readonly stays?: boolean;
}

export interface Said {
  readonly pid: number;
  readonly entered?: string;
  readonly waits?: string;
  readonly values?: Record<string, unknown>;
  readonly record: RunRecord;
  /** What it had planned before it was ready. */
  readonly rows: Planned["rows"];
  readonly words: Readonly<Record<string, string>>;
}

export interface LeasedChild {
  readonly process: ChildProcess;
  /** Begins its run. */
  go(): void;
  /** Aborts its run. */
  abort(): void;
  /** The next line that says this, of those that were not given yet. */
  says(what: keyof Said | "ready"): Promise<Said>;
  /** What became of its run, which kept its plan; it has ended by itself. */
  end(departed?: Departures): Promise<Said>;
  /** All that it has said so far. */
  readonly said: readonly Said[];
}

const living = new Set<ChildProcess>();
/** Also what a failed test has left waiting, or stopped. */
afterEach(() => {
  for (const child of living) child.kill("SIGKILL");
});

/** Starts a process; it begins its run when it is told to. */
export function leasedChild(options: Leased): LeasedChild {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ["pipe", "pipe", "pipe"] });
  const closed = once(child, "close");
  living.add(child);
  const said: Said[] = [];
  const heard = new Map<string, number>();
  let wake: (() => void)[] = [];
  let hasClosed = false;
  let failure = "";
  const next = (): void => {
    const waiting = wake;
    wake = [];
    for (const go of waiting) go();
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(JSON.parse(line) as Said);
    next();
  });
  child.stderr.on("data", (text) => {
    failure += text;
  });
  void closed.then(() => {
    hasClosed = true;
    living.delete(child);
    next();
  });
  async function says(what: string): Promise<Said> {
    for (;;) {
      const at = said.findIndex((line, i) => what in line && i >= (heard.get(what) ?? 0));
      if (at >= 0) {
        heard.set(what, at + 1);
        return said[at]!;
      }
      if (hasClosed) throw new Error(`the child ended before it said \`${what}\`: ${failure}`);
      await new Promise<void>((resolve) => {
        wake.push(resolve);
      });
    }
  }
  return {
    process: child,
    said,
    go: () => child.stdin.write("go\n"),
    abort: () => child.stdin.write("abort\n"),
    says,
    async end(departed = []) {
      const last = await says("values");
      const [code] = await closed;
      if (code !== 0 || failure !== "") throw new Error(`the child ended with ${code}: ${failure}`);
      expectPlanKept(last, last.record, departed);
      return last;
    },
  };
}

/** Starts several, and lets them begin at once. */
export async function leasedChildren(count: number, options: Leased): Promise<readonly LeasedChild[]> {
  const children = Array.from({ length: count }, () => leasedChild(options));
  await Promise.all(children.map((child) => child.says("ready")));
  for (const child of children) child.go();
  return children;
}

/** Of one that finds, when it is its turn, that another has computed what it wants. */
export const JOINED = /^`\w+` was computed by another process meanwhile$/;

/** Which bodies were called, in order, by all processes. */
export function callsIn(folder: string): readonly string[] {
  const file = `${folder}/calls`;
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

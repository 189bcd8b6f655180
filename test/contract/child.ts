// What does another process do to a store? A child that speaks by lines.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

export interface Child {
  /** Its next line. */
  line(): Promise<string>;
  /** Lets it go on where it waits for its input. */
  go(): void;
  /** All further lines, after it ended by itself; rejects with what it said if it failed. */
  end(): Promise<readonly string[]>;
  /** kill -9, and waited for. */
  kill(): Promise<void>;
}

/** @param compiled as `compiledSources` gives it */
export function child(compiled: string, script: string, ...args: readonly string[]): Child {
  const file = path.join(compiled, "test/contract/children", `${script}.js`);
  const running: ChildProcess = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const lines = createInterface({ input: running.stdout! })[Symbol.asyncIterator]();
  const closed = once(running, "close");
  let said = "";
  running.stderr!.on("data", (text) => {
    said += text;
  });
  async function line(): Promise<string> {
    const next = await lines.next();
    if (next.done === true) throw new Error(`${script} ended early: ${said}`);
    return next.value;
  }
  return {
    line,
    go: () => running.stdin!.end(),
    async end() {
      const rest: string[] = [];
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) rest.push(next.value);
      const [code] = await closed;
      if (code !== 0) throw new Error(`${script} failed: ${said}`);
      return rest;
    },
    async kill() {
      running.kill("SIGKILL");
      await closed;
    },
  };
}

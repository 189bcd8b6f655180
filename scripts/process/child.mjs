// How does a command run to its end? Its output is kept, its lines can be followed, and it never outlives us.
import { spawn } from "node:child_process";
import { reapAfterUs } from "./reaper.mjs";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

let isEnding = false;

/**
 * @typedef {object} Ended
 * @property {number} code The exit code; 127 if the command could not be started, 128 + n after signal n.
 * @property {string} output The end of what it printed on both streams (at most 256 kB); empty when shown to the user.
 */

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] The whole environment; ours by default.
 * @param {boolean} [options.shown] Let the command write to the user's terminal itself.
 * @param {(line: string) => void} [options.onLine] Called with each line it prints.
 * @returns {Promise<Ended>}
 */
export function runChild(command, args, { cwd, env, shown = false, onLine } = {}) {
  // Told to end, we begin nothing new: the caller waits until we are gone.
  if (isEnding) return new Promise(() => {});
  return new Promise((resolve) => {
    // A process group of its own: a signal can then reach all that the command has started, a compiler for example.
    const detached = process.platform !== "win32";
    const child = spawn(command, args, { cwd, env, detached, stdio: ["ignore", ...outputs(shown)] });
    running.add(child);
    reapAfterUs(child);
    let output = "";
    let line = "";
    /** @param {string} text */
    const take = (text) => {
      output = (output + text).slice(-256 * 1024);
      const lines = (line + text).split(/\r?\n|\r/);
      line = lines.pop() ?? "";
      if (onLine) for (const each of lines) if (each.trim()) onLine(each.trim());
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", take);
    child.on("error", (error) => {
      running.delete(child);
      resolve({ code: 127, output: `${output}${error.message}` });
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 128 + (signalNumbers[signal ?? ""] ?? 0), output });
    });
  });
}

/** @type {Record<string, number>} */
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/**
 * @param {boolean} shown
 * @returns {["inherit" | "pipe", "inherit" | "pipe"]}
 */
function outputs(shown) {
  return shown ? ["inherit", "inherit"] : ["pipe", "pipe"];
}

/** How long a command may take to end after a signal, in milliseconds. */
const graceMs = 5000;

/**
 * On Ctrl-C and the like: ends the commands that still run, then us with the code that shells expect.
 * A second signal, or a command that takes too long, ends them at once.
 */
export function endWithChildren() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, async () => {
      if (isEnding) return signalAll("SIGKILL");
      isEnding = true;
      const ended = [...running].map((child) => new Promise((resolve) => child.once("close", resolve)));
      signalAll(signal);
      const timer = setTimeout(() => signalAll("SIGKILL"), graceMs);
      await Promise.all(ended);
      clearTimeout(timer);
      process.exit(128 + (signalNumbers[signal] ?? 0));
    });
  }
}

/** @param {NodeJS.Signals} signal */
function signalAll(signal) {
  for (const child of running) {
    if (child.pid === undefined) continue;
    try {
      if (process.platform === "win32") child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch (error) {
      // It has ended meanwhile.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
    }
  }
}

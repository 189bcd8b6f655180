// Which processes did we start that still run? All of them end before we do, by their ids.
import { spawn } from "node:child_process";
import { Failure } from "../../scripts/process/failure.mjs";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();

let isEnding = false;

/** How long a child may take to end when asked, in milliseconds. */
const graceMs = 5000;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {ChildProcess}
 */
export function startChild(command, args, options) {
  if (isEnding) throw new Failure("The benchmark was told to end.");
  const child = spawn(command, args, options);
  running.add(child);
  child.once("close", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * Asks a child to end, and makes it end if it does not.
 *
 * @param {ChildProcess} child
 */
export async function endChild(child) {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(timer);
}

/** Ends whatever still runs; nothing begins any more. */
export async function endChildren() {
  isEnding = true;
  await Promise.all([...running].map(endChild));
}

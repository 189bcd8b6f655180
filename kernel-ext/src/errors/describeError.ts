// What does a front end show of something that was thrown? Name, message, the user's own frames, causes.
import util from "node:util";
import type { JupyterError } from "../threads/messages.ts";
import { codeFrame } from "./codeFrame.ts";
import { Interrupted, isInterrupted } from "./interrupted.ts";

const RED = "\x1b[31m";
const RESET = "\x1b[0m";
const MAX_CAUSES = 8;

/** The text of a cell or module by its shown name, for the excerpt. */
export type TextOf = (name: string) => string | undefined;

/** Never throws, whatever the user threw. */
export function describeError(thrown: unknown, textOf: TextOf = () => undefined): JupyterError {
  try {
    return described(thrown, textOf);
  } catch {
    return undescribable(thrown);
  }
}

function described(thrown: unknown, textOf: TextOf): JupyterError {
  const error = isInterrupted(thrown) ? new Interrupted() : thrown;
  if (error instanceof Interrupted) return plain(error.name, error.message);
  if (!isError(error)) return plain(nameOfThrown(error), util.inspect(error));
  const name = String(error.name || error.constructor?.name || "Error");
  return {
    ename: name,
    evalue: String(error.message),
    traceback: [...describe(error, textOf), ...causesOf(error, textOf)],
  };
}

/** For a Proxy, a getter or an inspection of its own that throws: what of it can be read. */
function undescribable(thrown: unknown): JupyterError {
  const read = (name: "name" | "message") => {
    try {
      const text = (thrown as Record<string, unknown>)[name];
      return typeof text === "string" ? text : undefined;
    } catch {
      return undefined;
    }
  };
  const message = read("message");
  const excuse = "What was thrown cannot be shown: it throws an error of its own when it is looked at.";
  return plain(read("name") || "Error", message ? `${message} (${excuse})` : excuse);
}

/** A user error of the kernel itself, which needs no stack. */
export function plain(ename: string, evalue: string): JupyterError {
  return { ename, evalue, traceback: [`${RED}${ename}${RESET}: ${evalue}`] };
}

function describe(error: Error, textOf: TextOf): string[] {
  const { head, frames } = splitStack(error);
  const [first = "", ...more] = head.split("\n");
  const extra = extraFields(error);
  return [`${RED}${first}${RESET}`, ...more, ...excerpt(frames, textOf), ...frames, ...(extra ? [extra] : [])];
}

function causesOf(error: Error, textOf: TextOf): string[] {
  const lines: string[] = [];
  let cause = error.cause;
  for (let depth = 0; cause !== undefined && depth < MAX_CAUSES; depth++) {
    const [first = "", ...rest] = isError(cause) ? describe(cause, textOf) : [util.inspect(cause)];
    lines.push(`Caused by: ${first}`, ...rest);
    cause = isError(cause) ? cause.cause : undefined;
  }
  return lines;
}

function splitStack(error: Error): { head: string; frames: string[] } {
  const stack = String(error.stack ?? error);
  const lines = stack.split("\n");
  const start = lines.findIndex((line) => /^ {4}at /.test(line));
  if (start < 0) return { head: stack, frames: [] };
  return { head: lines.slice(0, start).join("\n"), frames: lines.slice(start) };
}

/** The spot of the innermost frame that lies in a cell or a module of this notebook. */
function excerpt(frames: readonly string[], textOf: TextOf): string[] {
  for (const frame of frames) {
    const match = /(?:\(|at (?:async )?)([^()]+):(\d+):(\d+)\)?$/.exec(frame);
    const text = match ? textOf(match[1]!) : undefined;
    if (match && text !== undefined)
      return codeFrame(text, { line: Number(match[2]), column: Number(match[3]), length: 1 });
  }
  return [];
}

/** Fields like `code` or `status` that a class of errors adds. */
function extraFields(error: Error): string | undefined {
  const shown = Object.entries(error).filter(([key]) => !["name", "message", "stack", "cause", "where"].includes(key));
  return shown.length === 0 ? undefined : util.inspect(Object.fromEntries(shown), { depth: 2, breakLength: 100 });
}

function isError(value: unknown): value is Error {
  return util.types.isNativeError(value) || value instanceof Error;
}

function nameOfThrown(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? (value.constructor?.name ?? "object") : typeof value;
}

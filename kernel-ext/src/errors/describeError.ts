// What does a front end show of something that was thrown? Name, message, the user's own frames, causes.
import util from "node:util";
import type { JupyterError } from "../threads/messages.ts";
import { codeFrame } from "./codeFrame.ts";
import type { Place } from "./evaluated.ts";
import { Interrupted, isInterrupted } from "./interrupted.ts";

const RED = "\x1b[31m";
const RESET = "\x1b[0m";
const MAX_CAUSES = 8;

/** Where an error arose, for the excerpt. */
export type OriginOf = (error: Error) => Place | undefined;

/** Never throws, whatever the user threw. */
export function describeError(thrown: unknown, originOf: OriginOf = () => undefined): JupyterError {
  try {
    return described(thrown, originOf);
  } catch {
    return undescribable(thrown);
  }
}

function described(thrown: unknown, originOf: OriginOf): JupyterError {
  const error = isInterrupted(thrown) ? new Interrupted() : thrown;
  if (error instanceof Interrupted) return plain(error.name, error.message);
  if (!isError(error)) return plain(nameOfThrown(error), util.inspect(error));
  const name = String(error.name || error.constructor?.name || "Error");
  return {
    ename: name,
    evalue: String(error.message),
    traceback: [...describe(error, originOf), ...causesOf(error, originOf)],
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

function describe(error: Error, originOf: OriginOf): string[] {
  const { head, frames } = splitStack(error);
  const [first = "", ...more] = head.split("\n");
  const extra = extraFields(error);
  return [`${RED}${first}${RESET}`, ...more, ...excerpt(originOf(error)), ...frames, ...(extra ? [extra] : [])];
}

function causesOf(error: Error, originOf: OriginOf): string[] {
  const lines: string[] = [];
  let cause = error.cause;
  for (let depth = 0; cause !== undefined && depth < MAX_CAUSES; depth++) {
    const [first = "", ...rest] = isError(cause) ? describe(cause, originOf) : [util.inspect(cause)];
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

function excerpt(place: Place | undefined): string[] {
  return place?.text === undefined ? [] : codeFrame(place.text, { ...place, length: 1 });
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

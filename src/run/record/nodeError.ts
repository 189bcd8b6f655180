// What does a record keep of something that a body threw?
import { isCellarError } from "../../errors.ts";
import type { NodeError } from "../../protocol/index.ts";

/** Anything can be thrown, also what cannot be printed or throws itself when it is looked at. */
export function nodeError(thrown: unknown): NodeError {
  const isError = thrown instanceof Error;
  const stack = isError ? textOf(() => thrown.stack) : undefined;
  return {
    name: (isError ? textOf(() => thrown.name) : undefined) ?? typeof thrown,
    message: textOf(() => (isError ? thrown.message : String(thrown))) ?? "something that cannot be printed",
    ...(stack === undefined ? {} : { stack }),
  };
}

/** `TypeError: rows.map is not a function`; an error of ours says it all by itself. */
export function errorLine(thrown: unknown): string {
  if (isCellarError(thrown)) return thrown.message;
  const { name, message } = nodeError(thrown);
  return thrown instanceof Error ? `${name}: ${message}` : message;
}

function textOf(read: () => unknown): string | undefined {
  try {
    const text = read();
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined; // a getter of the thrown thing that throws itself
  }
}

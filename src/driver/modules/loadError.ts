// What does a user read when a module cannot be loaded? Which module, at which line, and what was thrown.
import { cellarError, isCellarError } from "../../errors.ts";
import { errorLine } from "../../run/record/nodeError.ts";
import type { ModuleFacts } from "../../source/index.ts";
import { placeOfError, type SourceOf } from "./placeOfError.ts";

/** @returns `load-failed`, with what was thrown as its cause */
export function loadError(error: unknown, module: string, facts: ModuleFacts, sourceOf: SourceOf): Error {
  if (isCellarError(error, "load-failed")) return error;
  const told = errorLine(error);
  const thrown = placeOfError(error, sourceOf);
  const [message = ""] = told.split("\n"); // Node adds a list of files that says nothing here
  if (thrown !== undefined) {
    const { name, line, column } = thrown;
    const where = { module: name, line, column };
    return cellarError("load-failed", `\`${module}\` could not be loaded: ${message} (${name}, line ${line})`, {
      cause: error,
      where,
    });
  }
  // Nothing of it was running: one of its imports could not be had.
  const culprit = facts.imports.find(({ specifier }) => told.includes(`'${specifier}'`));
  const at = culprit === undefined ? "" : ` (line ${culprit.line}, \`${culprit.specifier}\`)`;
  return cellarError("load-failed", `\`${module}\` could not be loaded: ${message}${at}`, {
    cause: error,
    where: { module, ...(culprit === undefined ? {} : { line: culprit.line, column: culprit.column }) },
  });
}

// Does vitest understand what is passed on to it? Asked for the files that it would run: quick, and refused as the run would be.
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { runChild } from "../process/child.mjs";
import { refusal } from "../process/failure.mjs";
import { project } from "../setup/project.mjs";

const vitest = path.join(project.modules, "vitest", "vitest.mjs");

/** Options of `vitest list` that `vitest run` does not know. */
const onlyOfList = /^--(json|files-?only|static-?parse)/i;

const remedy =
  'For example: npm test -- test/values -t "part of a title"\nOur options: npm test -- --help. Those of vitest: npx vitest --help';

/**
 * @param {readonly string[]} args What vitest gets: paths and options.
 * @throws {import("../process/failure.mjs").Failure} A refusal, in vitest's words.
 */
export async function checkVitestOptions(args) {
  const foreign = args.find((arg) => onlyOfList.test(arg));
  if (foreign !== undefined) throw refusal(`vitest does not take this: Unknown option \`${foreign}\``, remedy);
  const ended = await runChild(process.execPath, [vitest, "list", "--filesOnly", ...args], { cwd: project.root });
  if (ended.code !== 0) throw refusal(`vitest does not take this: ${complaintOf(ended.output)}`, remedy);
  if (ended.output.trim() === "") throw refusal(`No test file is chosen by: ${args.join(" ")}`, remedy);
}

/**
 * @param {string} output What vitest printed.
 * @returns {string} The error's message, without the code above it and the stack below it.
 */
export function complaintOf(output) {
  const lines = stripVTControlCharacters(output).split(/\r?\n/);
  const begin = Math.max(
    0,
    lines.findIndex((line) => errorHead.test(line)),
  );
  const length = lines.slice(begin).findIndex((line) => /^\s+at /.test(line));
  const message = lines.slice(begin, length === -1 ? undefined : begin + length);
  return message
    .filter((line) => line.trim())
    .join("\n")
    .replace(errorHead, "");
}

const errorHead = /^\w*Error(?: \[\w+\])?: /;

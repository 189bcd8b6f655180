// How is a cell with magics run? A cell magic takes it whole; line magics run first, then the rest.

import { nearest } from "cellar/nearest";
import { usageError } from "../errors/reported.ts";
import type { CellText } from "../executor/executor.ts";
import { type Bench, type Magic, signOf } from "./magic.ts";
import { parseArguments } from "./parseArguments.ts";
import { type MagicLine, splitMagics } from "./splitMagics.ts";
import { HELP, helpText } from "./usage.ts";

/** The value of the cell, to be shown. */
export async function runWithMagics(cell: CellText, bench: Bench): Promise<unknown> {
  const split = splitMagics(cell.text);
  if (split.misplaced) throw misplacedError(split.misplaced);
  const code = { ...cell, text: split.text };
  // All are looked up before the first runs: a cell with a mistake does nothing.
  const calls = split.magics.map((line) => ({ line, magic: magicOf(line, bench.magics) }));
  const parsed = calls.map(({ line, magic }) => ({ magic, ...parseArguments(magic, line.rest) }));
  for (const { magic, words, flags } of parsed) {
    if (flags.has(HELP)) bench.output.print("stdout", helpText(magic));
    const value = flags.has(HELP) ? undefined : await magic.run({ words, flags, cell: code }, bench);
    if (magic.kind === "cell") return value;
  }
  return bench.executor.run(code);
}

function misplacedError({ sign, name }: Pick<MagicLine, "sign" | "name">): Error {
  const where = sign === "%%" ? "must be the first line of its cell" : "must stand at the beginning of its line";
  return usageError(
    `${sign}${name} ${where}, without blanks before it${sign === "%%" ? " or comments above it" : ""}.`,
  );
}

function magicOf({ sign, name }: MagicLine, magics: readonly Magic[]): Magic {
  const kind = sign === "%%" ? "cell" : "line";
  const found = magics.find((magic) => magic.name === name && magic.kind === kind);
  if (found) return found;
  const other = magics.find((magic) => magic.name === name);
  if (other) throw usageError(`${sign}${name} is written ${signOf(other)}.`);
  const meant = nearest(`${sign}${name}`, magics.map(signOf));
  const remedy = meant ? `Did you mean ${meant}?` : "%lsmagic lists them all.";
  throw usageError(`There is no magic ${sign}${name}. ${remedy}`);
}

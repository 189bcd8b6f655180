// What was a magic given? Its words and flags; a flag that it does not know is an error that names the nearest.

import { nearest } from "cellar/nearest";
import { usageError } from "../errors/reported.ts";
import { type Magic, signOf } from "./magic.ts";
import { HELP, usageLine } from "./usage.ts";

export interface Arguments {
  readonly words: readonly string[];
  readonly flags: ReadonlySet<string>;
}

/** @throws Reported with the usage in its message */
export function parseArguments(magic: Magic, text: string): Arguments {
  const words: string[] = [];
  const flags = new Set<string>();
  for (const part of split(text)) {
    if (part.startsWith("-")) flags.add(flagNamed(magic, part));
    else words.push(part);
  }
  if (!flags.has(HELP)) checkWords(magic, words);
  return { words, flags };
}

function flagNamed(magic: Magic, given: string): string {
  if (given === HELP || given === "-h") return HELP;
  const flag = magic.flags.find(({ name, short }) => name === given || short === given);
  if (flag) return flag.name;
  const meant = nearest(given, [...magic.flags.flatMap(({ name, short }) => (short ? [name, short] : [name])), HELP]);
  throw usageError(
    `${signOf(magic)} has no flag ${given}.${meant ? ` Did you mean ${meant}?` : ""} Usage: ${usageLine(magic)}`,
  );
}

function checkWords(magic: Magic, words: readonly string[]): void {
  const missing = magic.words[words.length];
  if (missing !== undefined) throw usageError(`${signOf(magic)} needs a <${missing}>. Usage: ${usageLine(magic)}`);
  const extra = words[magic.words.length];
  if (extra !== undefined) throw usageError(`${signOf(magic)} does not take "${extra}". Usage: ${usageLine(magic)}`);
}

/** Words between blanks; quotes keep blanks together. */
function split(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

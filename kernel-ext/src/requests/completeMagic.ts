// Which magics and flags could be written here?
import { type Magic, signOf } from "../magics/magic.ts";
import { HELP } from "../magics/usage.ts";
import type { Completion } from "./completion.ts";

/** Undefined where the cursor is not on a magic line. */
export function completeMagic(code: string, position: number, magics: readonly Magic[]): Completion | undefined {
  const lineStart = code.lastIndexOf("\n", position - 1) + 1;
  const line = code.slice(lineStart, position);
  const name = /^%{1,2}\w*$/.exec(line);
  if (name)
    return completion(
      lineStart,
      position,
      magics.map(signOf).filter((sign) => isMeant(sign, name[0])),
      "magic",
    );
  const call = /^(%{1,2}\w+)\s(?:.*\s)?(-\S*)?$/.exec(line);
  const magic = call && magics.find((candidate) => signOf(candidate) === call[1]);
  if (!call || !magic) return undefined;
  const written = call[2] ?? "";
  const flags = [...magic.flags.map((flag) => flag.name), HELP].filter((flag) => flag.startsWith(written));
  return completion(position - written.length, position, flags, "flag");
}

/** `%ce` may become `%%cell_to_module`. */
function isMeant(sign: string, written: string): boolean {
  return sign.startsWith(written) || sign.startsWith(`%${written}`);
}

function completion(start: number, end: number, texts: readonly string[], type: string): Completion {
  return { start, end, matches: texts.map((text) => ({ text, type })) };
}

// What is to be said of a node beside why it executes: what its key does not tell, and what it does not see.
import { ignoredText, markTexts } from "../cues/marks.ts";
import type { Decided } from "./decide.ts";

const NONE: readonly string[] = [];

/** @param nameOf name of a node by its index */
export function marksOf(
  { asked, resolution }: Pick<Decided, "asked" | "resolution">,
  i: number,
  nameOf: (i: number) => string,
): readonly string[] {
  const code = asked.codes[i]?.code;
  const { nodes } = resolution.question;
  const ignored = (nodes[i]?.bound ?? []).filter(({ dep }) => nodes[dep]?.ignored !== undefined);
  if (ignored.length === 0 && (code === undefined || code.marks.length === 0)) return NONE;
  return [...markTexts(code?.marks ?? []), ...ignored.map(({ dep }) => ignoredText(nameOf(dep)))];
}

// What is to be said of a node beside why it executes: what its key does not tell, and what it does not see.
import { ignoredText, markTexts } from "../cues/marks.ts";
import type { Decided } from "./decide.ts";

/** @param nameOf name of a node by its index */
export function marksOf(
  { asked, resolution }: Pick<Decided, "asked" | "resolution">,
  i: number,
  nameOf: (i: number) => string,
): readonly string[] {
  const code = asked.codes[i]?.code;
  const deps = resolution.question.nodes[i]?.bound ?? [];
  const ignored = deps.filter(({ dep }) => resolution.question.nodes[dep]?.ignored !== undefined);
  return [...markTexts(code?.marks ?? []), ...ignored.map(({ dep }) => ignoredText(nameOf(dep)))];
}

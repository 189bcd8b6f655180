// What is to be said of a node beside why it executes: what its key does not tell, and what it does not see.
import { impurityTexts } from "../cues/impurity.ts";
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
  const entry = resolution.decisions[i] === "hit" ? resolution.entries[i] : undefined;
  const ageMs = entry === undefined ? undefined : resolution.question.now - entry.storedAt;
  const impure = impurityTexts(asked.codes[i]?.reads ?? [], { ageMs, ttlMs: resolution.question.nodes[i]?.ttlMs });
  return [...markTexts(code?.marks ?? []), ...impure, ...ignored.map(({ dep }) => ignoredText(nameOf(dep)))];
}

// What is to be said of a node beside why it executes: what its key does not tell, and what it does not see.
import { impurityTexts } from "../../cues/impurity.ts";
import { ignoredText, markTexts, TRUSTED } from "../../cues/marks.ts";
import { namedFileTexts } from "../../cues/namedFiles.ts";
import type { Decided } from "../decide/decide.ts";
import { namedFiles } from "./namedFiles.ts";

const NONE: readonly string[] = [];

/** @param nameOf name of a node by its index */
export function marksOf(
  { asked, resolution, unstoppable }: Pick<Decided, "asked" | "resolution"> & Partial<Pick<Decided, "unstoppable">>,
  i: number,
  nameOf: (i: number) => string,
): readonly string[] {
  const code = asked.codes[i]?.code;
  const { nodes, now } = resolution.question;
  const ignored = (nodes[i]?.bound ?? []).filter(({ dep }) => nodes[dep]?.ignored !== undefined);
  const reads = asked.codes[i]?.reads ?? [];
  const named = namedFiles(asked, i, nodes[i]);
  const limit = unstoppable?.(i);
  const trusted = nodes[i]?.isTrusted === true ? [TRUSTED] : [];
  if (
    limit === undefined &&
    trusted.length === 0 &&
    ignored.length === 0 &&
    reads.length === 0 &&
    named.length === 0 &&
    (code === undefined || code.marks.length === 0)
  )
    return NONE;
  const entry = resolution.decisions[i] === "hit" ? resolution.entries[i] : undefined;
  const ageMs = entry === undefined ? undefined : now - entry.storedAt;
  const impure = impurityTexts(reads, { ageMs, ttlMs: nodes[i]?.ttlMs });
  return [
    ...markTexts(code?.marks ?? []),
    ...impure,
    ...namedFileTexts(named),
    ...ignored.map(({ dep }) => ignoredText(nameOf(dep))),
    ...(limit === undefined ? [] : [limit]),
    ...trusted,
  ];
}

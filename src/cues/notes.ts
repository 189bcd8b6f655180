// What is worth saying of a hit? That the value was made under another name, or by an older text.
import type { NodeDetail } from "../protocol/index.ts";

/**
 * The note of a hit whose entry was made under another name (R2).
 *
 * @param madeBy name of the node that executed
 * @param present names of the present graph
 */
export function hitNote(
  node: string,
  madeBy: string,
  present: ReadonlyMap<string, number>,
): NodeDetail["note"] | undefined {
  if (madeBy === node) return undefined;
  return present.has(madeBy)
    ? { cue: "same computation", before: madeBy, text: `same computation as \`${madeBy}\`` }
    : { cue: "formerly", before: madeBy, text: `formerly \`${madeBy}\`` };
}

/** The note of a node that was to execute, and whose value another process has computed meanwhile (R25). */
export const JOINED_NOTE: NodeDetail["note"] = { cue: "joined", text: "computed by another process meanwhile" };

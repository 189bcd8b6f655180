// What is worth saying of a hit? That the value was made under another name, or by an older text.
import type { NodeDetail } from "../protocol/index.ts";

type Note = NonNullable<NodeDetail["note"]>;

/**
 * The note of a hit that was stored in another format.
 *
 * @param format the one that it is stored in now
 * @param earlier what else there is to say of it
 */
export function savedAgainNote(format: string, earlier: Note | undefined): Note {
  const text = `saved again as ${format}`;
  return {
    ...earlier,
    cue: "saved again",
    after: format,
    text: earlier === undefined ? text : `${earlier.text}; ${text}`,
  };
}

/**
 * The note of a hit whose entry was made under another name (R2).
 *
 * @param madeBy name of the node that executed
 * @param present names of the present graph
 */
export function hitNote(node: string, madeBy: string, present: ReadonlyMap<string, number>): Note | undefined {
  if (madeBy === node) return undefined;
  return present.has(madeBy)
    ? { cue: "same computation", before: madeBy, text: `same computation as \`${madeBy}\`` }
    : { cue: "formerly", before: madeBy, text: `formerly \`${madeBy}\`` };
}

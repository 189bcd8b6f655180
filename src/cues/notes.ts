// What is worth saying of a hit? That its value was accepted under other code, or made under another name.
import type { Entry } from "../contracts.ts";
import type { NodeDetail } from "../protocol/index.ts";
import { dayOf } from "./dayOf.ts";

type Note = NonNullable<NodeDetail["note"]>;

/**
 * The note of a hit: accepted (R26), or made under another name (R2).
 *
 * @param made the entry that it hit
 * @param present names of the present graph
 */
export function hitNote(
  node: string,
  made: Pick<Entry, "node" | "accepted" | "runId" | "storedAt">,
  present: ReadonlyMap<string, number>,
): Note | undefined {
  if (made.accepted !== undefined) return acceptedNote(made, made.accepted.note);
  if (made.node === node) return undefined;
  return present.has(made.node)
    ? { cue: "same computation", before: made.node, text: `same computation as \`${made.node}\`` }
    : { cue: "formerly", before: made.node, text: `formerly \`${made.node}\`` };
}

function acceptedNote({ runId, storedAt }: Pick<Entry, "runId" | "storedAt">, said: string): Note {
  const why = said === "" ? "" : ` (${said})`;
  return {
    cue: "accepted",
    ...(said === "" ? {} : { after: said }),
    text: `accepted on ${dayOf(storedAt)}: the value of run ${runId}, which other code computed, is kept${why}`,
  };
}

// What is worth saying of a hit? That its value was accepted under other code, or made under another name.
import type { Entry } from "../contracts.ts";
import type { NodeDetail } from "../protocol/index.ts";
import { dayOf } from "./dayOf.ts";

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

/** The note of a node that was to execute, and whose value another process has computed meanwhile (R25). */
export const JOINED_NOTE: NodeDetail["note"] = { cue: "joined", text: "computed by another process meanwhile" };

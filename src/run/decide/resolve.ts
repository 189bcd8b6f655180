// Does this node hit or execute? The one pure function that decides; plan and run both ask it.
import type { Entry } from "../../contracts.ts";
import { firstGate } from "../../cues/gates/gates.ts";
import type { GateFacts } from "../../cues/subject.ts";
import type { CueRecord } from "../../protocol/index.ts";

export type Verdict =
  | { readonly what: "hit"; readonly entry: Entry }
  | { readonly what: "execute"; readonly gate: CueRecord | undefined };

/**
 * The law: a node executes exactly if a gate fires or no entry exists.
 *
 * @param now what is known of the node, with the entry of its key
 */
export function resolve(now: GateFacts): Verdict {
  const gate = firstGate(now);
  if (gate !== undefined || now.entry === undefined) return { what: "execute", gate };
  return { what: "hit", entry: now.entry };
}

// What does a garbage plan look like as a cell's last expression, or printed by a script?
import type { Collection } from "../../keep/applyGarbage.ts";
import type { Garbage } from "../../keep/garbagePlan.ts";
import { formatBytes, formatDuration } from "../../view/index.ts";
import { shownAs } from "./inspect.ts";

/** A preview: nothing is touched before `apply()`. */
export interface GarbagePlan extends Garbage {
  /**
   * Marks what is planned, and deletes what was marked before and is due. What was used or pinned meanwhile stays.
   *
   * @throws CellarError `store`
   */
  apply(): Promise<Collection>;
  /** "3 values of 2 nodes, 18.2 MB, would go; 41 s to compute them again …", then a line per value. */
  toString(): string;
}

const MOST_LINES = 40;

export function viewOfGarbage(garbage: Garbage, apply: () => Promise<Collection>): GarbagePlan {
  const { values, nodes, versions, bytes, recomputeMs, keptBytes, guardedBytes } = garbage;
  const plain = { values, nodes, versions, bytes, recomputeMs, keptBytes, guardedBytes };
  return shownAs({ ...plain, apply: async () => shownAs(await apply(), collectionText) }, garbageText) as GarbagePlan;
}

function garbageText({ values, nodes, versions, bytes, recomputeMs, keptBytes, guardedBytes }: Garbage): string {
  const guarded = guardedBytes === keptBytes ? "only" : `${formatBytes(guardedBytes)} of them only`;
  const stays = `${formatBytes(keptBytes)} stay${
    guardedBytes > 0 ? `, ${guarded} because of pins, runs that are kept, or work under way` : ""
  }`;
  if (versions === 0) return `Nothing would go; ${stays}.`;
  const of = nodes.length === 0 ? "" : ` of ${count(nodes.length, "node")}`;
  const cost = recomputeMs === 0 ? "" : `; ${formatDuration(recomputeMs)} to compute them again`;
  const lines = values.slice(0, MOST_LINES).map((value) => {
    const who = value.nodes.length === 0 ? "(replaced by newer values)" : value.nodes.join(", ");
    const took = value.recomputeMs === 0 ? "" : `, took ${formatDuration(value.recomputeMs)}`;
    return `  ${who}: ${value.dataVersion.slice(0, 12)}, ${formatBytes(value.bytes)}${took}; ${value.reason}`;
  });
  const more = versions > MOST_LINES ? [`  … and ${versions - MOST_LINES} more`] : [];
  const head = `${count(versions, "value")}${of}, ${formatBytes(bytes)}, would go${cost}; ${stays}. Call apply() to let them go.`;
  return [head, ...lines, ...more].join("\n");
}

function collectionText({ marked, markedBytes, swept }: Collection): string {
  const gone = swept.payloads === 0 ? "" : ` ${formatBytes(swept.bytes)} that were marked before are deleted.`;
  if (marked === 0) return `Nothing is marked.${gone}`;
  const is = marked === 1 ? "is" : "are";
  return `${count(marked, "value")} (${formatBytes(markedBytes)}) ${is} marked, and deleted in 60 s, once the runs that are under way have ended.${gone}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

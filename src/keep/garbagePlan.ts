// What would go, and what would it cost to have it again? A preview: nothing is touched.
import type { Digest, KeptPayload, Payload } from "../contracts.ts";
import { dayOf } from "../cues/dayOf.ts";
import { checkRule, type GarbageRule } from "./garbageRule.ts";
import type { KeepParts } from "./keepParts.ts";
import { keptItems } from "./keptItems.ts";

/** A value that would go, with all the formats in which it is stored. */
export interface GarbageValue {
  /** Names of the nodes whose value it is; none where newer values have taken its place. */
  readonly nodes: readonly string[];
  readonly dataVersion: Digest;
  readonly bytes: number;
  /** Last time that a run needed it, to the hour; ms since the epoch. */
  readonly usedAt: number;
  /** How long the nodes took, in ms, as far as it is known. */
  readonly recomputeMs: number;
  /** In words, e.g. "it had not been used since 2026-10-01". */
  readonly reason: string;
}

export interface Garbage {
  /** What would go, the least recently needed first. */
  readonly values: readonly GarbageValue[];
  readonly nodes: readonly string[];
  readonly versions: number;
  /** Bytes that would be free. */
  readonly bytes: number;
  /** What it would cost to have all of it again: how long the nodes took, in ms. */
  readonly recomputeMs: number;
  /** Bytes that would stay; and how many of them pins, computations under way and newest runs keep, though the rule would take them. */
  readonly keptBytes: number;
  readonly guardedBytes: number;
}

/** The same with the rows that are to be marked. */
export interface FoundGarbage extends Garbage {
  readonly rows: readonly { readonly payload: Payload; readonly usedAt: number; readonly reason: string }[];
}

export interface Candidate {
  readonly version: Digest;
  readonly rows: readonly KeptPayload[];
  readonly usedAt: number;
  readonly keptBy: KeptPayload["keptBy"];
}

/** @throws CellarError `bad-option` for a rule that says nothing or no numbers; `store` */
export async function findGarbage(rule: GarbageRule, { metadata, results, clock }: KeepParts): Promise<FoundGarbage> {
  checkRule(rule);
  const rows = await metadata.keptPayloads(results.name, rule.keepRuns ?? 0);
  const all = inOrder(await keptItems(candidatesOf(rows), results));
  const going = new Map<Candidate, string>();
  const guarded = new Set<Candidate>();
  const take = (candidate: Candidate, reason: string): void => {
    if (candidate.keptBy !== undefined) guarded.add(candidate);
    else if (!going.has(candidate)) going.set(candidate, reason);
  };

  const { olderThanMs, maxBytes, keepRuns } = rule;
  const now = clock.now();
  if (olderThanMs !== undefined) {
    for (const candidate of all)
      if (now - candidate.usedAt >= olderThanMs)
        take(candidate, `it had not been used since ${dayOf(candidate.usedAt)}`);
  }
  if (olderThanMs === undefined && maxBytes === undefined) {
    const runs = keepRuns === 1 ? "the newest run has not used it" : `the newest ${keepRuns} runs have not used it`;
    for (const candidate of all) take(candidate, keepRuns === 0 ? "it was used by no run that is kept" : runs);
  }
  if (maxBytes !== undefined) {
    const room = roomOf(all, new Set(going.keys()));
    for (const candidate of all) {
      if (room.bytes <= maxBytes) break;
      if (going.has(candidate)) continue;
      take(candidate, `the cache was to hold no more than ${maxBytes} bytes`);
      if (going.has(candidate)) room.leave(candidate);
    }
  }
  return summary(all, going, guarded);
}

/** Payloads by value, the least recently needed first. */
function candidatesOf(rows: readonly KeptPayload[]): Candidate[] {
  const byVersion = new Map<Digest, KeptPayload[]>();
  for (const row of rows) {
    const list = byVersion.get(row.payload.dataVersion);
    if (list === undefined) byVersion.set(row.payload.dataVersion, [row]);
    else list.push(row);
  }
  const all = [...byVersion].map(([version, list]) => ({
    version,
    rows: list,
    usedAt: list.reduce((last, row) => Math.max(last, row.usedAt), Number.NEGATIVE_INFINITY),
    keptBy: list.find((row) => row.keptBy !== undefined)?.keptBy,
  }));
  return all;
}

/** What goes first, first. */
export function inOrder(all: readonly Candidate[]): Candidate[] {
  // Of two that were needed at the same time, the one that costs less per byte goes first.
  const dear = ({ rows }: Candidate) => rows[0]!.recomputeMs / Math.max(1, rows[0]!.payload.sizeBytes);
  return [...all].sort((a, b) => a.usedAt - b.usedAt || dear(a) - dear(b) || (a.version < b.version ? -1 : 1));
}

/** Bytes that values take; those that are shared are free when the last of their values goes. */
function roomOf(all: readonly Candidate[], without: ReadonlySet<Candidate>) {
  const users = new Map<Digest, number>();
  const room = { bytes: 0, leave };
  for (const candidate of all) {
    if (without.has(candidate)) continue;
    for (const { payload } of candidate.rows) {
      const count = users.get(payload.bytesDigest) ?? 0;
      if (count === 0) room.bytes += payload.sizeBytes;
      users.set(payload.bytesDigest, count + 1);
    }
  }
  function leave(candidate: Candidate): void {
    for (const { payload } of candidate.rows) {
      const left = users.get(payload.bytesDigest)! - 1;
      users.set(payload.bytesDigest, left);
      if (left === 0) room.bytes -= payload.sizeBytes;
    }
  }
  return room;
}

function summary(
  all: readonly Candidate[],
  going: ReadonlyMap<Candidate, string>,
  guarded: ReadonlySet<Candidate>,
): FoundGarbage {
  const chosen = all.filter((candidate) => going.has(candidate));
  const values = chosen.map(({ version, rows, usedAt }, at): GarbageValue => {
    const bytes = rows.reduce((sum, { payload }) => sum + payload.sizeBytes, 0);
    const { nodes, recomputeMs } = rows[0]!;
    return { nodes, dataVersion: version, bytes, usedAt, recomputeMs, reason: going.get(chosen[at]!)! };
  });
  const whole = roomOf(all, new Set()).bytes;
  const keptBytes = roomOf(all, new Set(chosen)).bytes;
  return {
    values,
    nodes: [...new Set(values.flatMap(({ nodes }) => nodes))].sort(),
    versions: values.length,
    bytes: whole - keptBytes,
    recomputeMs: values.reduce((sum, value) => sum + value.recomputeMs, 0),
    keptBytes,
    guardedBytes: roomOf([...guarded], new Set()).bytes,
    rows: chosen.flatMap((candidate) =>
      candidate.rows.map(({ payload, usedAt }) => ({ payload, usedAt, reason: going.get(candidate)! })),
    ),
  };
}

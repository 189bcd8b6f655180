// Is what is stored true? A sample of the hits executes again, and the values are compared.
import { createHash } from "node:crypto";
import { describeChange } from "../cues/describeChange.ts";
import { cellarError } from "../errors.ts";
import type { Again } from "../run/executeAgain.ts";

export interface VerifyOptions {
  /** Share of the hits that execute again, from 0 to 1; all of them if absent. */
  readonly sample?: number;
  /** Which hits belong to the sample; the same for the same seed. */
  readonly seed?: string | number;
}

/** A hit of the present state. */
export interface Hit {
  readonly index: number;
  readonly name: string;
  readonly cacheKey: string;
  readonly runId: number;
  /** Was its value computed by other code, and accepted? Those come first. */
  readonly isAccepted: boolean;
}

export interface DifferentNode {
  readonly node: string;
  /** Number of the run that made the stored value. */
  readonly run: number;
  /** Both values in short. */
  readonly stored: string;
  readonly now: string;
  readonly isAccepted: boolean;
}

export interface ReportedNode {
  readonly node: string;
  readonly reason: string;
}

export interface Verification {
  /** How many hits there were. */
  readonly hits: number;
  /** Names of the nodes that executed again, in the order in which they did. */
  readonly executed: readonly string[];
  /** Nodes whose value is not the stored one. */
  readonly different: readonly DifferentNode[];
  /** Nodes whose value has no version now, so that it cannot be compared. */
  readonly unversioned: readonly ReportedNode[];
  readonly failed: readonly (ReportedNode & { readonly error: unknown })[];
  /** Nodes that could not execute, since what they read is not stored any more. */
  readonly unread: readonly ReportedNode[];
  /** The user stopped it: what is told is what was found by then. */
  readonly isStopped: boolean;
}

/** @throws CellarError `bad-option` */
export function checkVerifyOptions({ sample, seed }: VerifyOptions): void {
  if (sample !== undefined && !(typeof sample === "number" && sample >= 0 && sample <= 1)) {
    const given = typeof sample === "number" || typeof sample === "string" ? JSON.stringify(sample) : typeof sample;
    throw cellarError("bad-option", `verify({ sample }) is a share of the hits from 0 to 1, e.g. 0.1, not ${given}.`);
  }
  if (seed !== undefined && typeof seed !== "string" && !Number.isFinite(seed))
    throw cellarError(
      "bad-option",
      `verify({ seed }) is a text or a finite number, not ${typeof seed === "number" ? seed : typeof seed}.`,
    );
}

/** Accepted hits first, then an order that only the seed decides; at least one where any part is asked for. */
export function chooseSample(hits: readonly Hit[], { sample = 1, seed = "" }: VerifyOptions): readonly Hit[] {
  const rank = new Map(
    hits.map((hit) => [
      hit,
      createHash("sha256")
        .update(`verify\0${typeof seed}\0${seed}\0${hit.cacheKey}\0${hit.name}`)
        .digest("hex"),
    ]),
  );
  const order = [...hits].sort(
    (a, b) => Number(b.isAccepted) - Number(a.isAccepted) || (rank.get(a)! < rank.get(b)! ? -1 : 1),
  );
  return order.slice(0, Math.ceil(sample * hits.length));
}

/**
 * One body at a time, so that none disturbs another.
 *
 * @param execute a hit again, on copies, storing nothing
 */
export async function verifyHits(
  hits: readonly Hit[],
  options: VerifyOptions & { readonly signal?: AbortSignal | undefined },
  execute: (hit: Hit) => Promise<Again>,
): Promise<Verification> {
  const executed: string[] = [];
  const different: DifferentNode[] = [];
  const unversioned: ReportedNode[] = [];
  const failed: (ReportedNode & { error: unknown })[] = [];
  const unread: ReportedNode[] = [];
  for (const hit of chooseSample(hits, options)) {
    if (options.signal?.aborted === true) break;
    const { name: node, runId: run, isAccepted } = hit;
    const again = await execute(hit);
    if (again.what !== "unread") executed.push(node);
    if (again.what === "different") {
      const { before, after } = describeChange(again.stored, again.now);
      different.push({ node, run, stored: before, now: after, isAccepted });
    } else if (again.what === "unversioned") unversioned.push({ node, reason: again.reason });
    else if (again.what === "failed") failed.push({ node, reason: again.reason, error: again.error });
    else if (again.what === "unread") unread.push({ node, reason: again.reason });
  }
  const isStopped = options.signal?.aborted === true;
  return { hits: hits.length, executed, different, unversioned, failed, unread, isStopped };
}

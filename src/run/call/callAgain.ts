// How is a body called until it succeeds, where nothing is recorded? On the same values: without a cache nobody knows them.
import { setTimeout as sleep } from "node:timers/promises";
import type { FunctionNode } from "../../dataflow/node.ts";
import type { RunOptions } from "../parts.ts";
import { limitsOf, pauseAfter } from "./attemptRule.ts";
import { type CallParts, callBody } from "./callBody.ts";

/** @throws what the last attempt threw; the reason of the signal, where it is aborted during a pause */
export async function callAgain(
  node: FunctionNode,
  values: readonly unknown[],
  { signal, limits, ...parts }: CallParts & Pick<RunOptions, "signal" | "limits">,
): Promise<unknown> {
  const { retry } = limitsOf(node, limits);
  for (let attempts = 1; ; attempts++) {
    try {
      return await callBody(node, values, parts, signal, limits);
    } catch (error) {
      const pauseMs = signal?.aborted === true ? undefined : pauseAfter(error, attempts, retry, Math.random());
      if (pauseMs === undefined) throw error;
      await sleep(pauseMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

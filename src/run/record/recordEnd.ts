// What is told of a node that came to no value, in the record and to the adapters?
import type { ExecutionParts } from "../executionParts.ts";
import { ItemsFailed } from "../items/itemsFailed.ts";
import { nodeError } from "./nodeError.ts";
import { redactError } from "./redact.ts";

/** @returns why those that read it are skipped */
export function recordFailure(x: ExecutionParts, i: number, error: unknown): string {
  const { asked, journal, adapters, closure } = x;
  if (error instanceof ItemsFailed) {
    recordSkip(x, i, error.reason);
    return error.reason;
  }
  const kept = redactError(nodeError(error), asked.redact);
  journal.change(i, { status: "f", detail: { error: kept } });
  adapters?.afterNode(i, { status: "failed", error: kept });
  return `\`${closure.nodes[i]!.name}\` failed`;
}

export function recordSkip({ journal, adapters }: ExecutionParts, i: number, reason: string): void {
  journal.change(i, { status: "s", detail: { reason } });
  adapters?.afterNode(i, { status: "skipped", reason });
}

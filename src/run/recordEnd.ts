// What is told of a node that came to no value, in the record and to the adapters?
import type { ExecutionParts } from "./executionParts.ts";
import { nodeError } from "./nodeError.ts";
import { redactError } from "./redact.ts";

export function recordFailure({ asked, journal, adapters }: ExecutionParts, i: number, error: unknown): void {
  const kept = redactError(nodeError(error), asked.redact);
  journal.change(i, { status: "f", detail: { error: kept } });
  adapters?.afterNode(i, { status: "failed", error: kept });
}

export function recordSkip({ journal, adapters }: ExecutionParts, i: number, reason: string): void {
  journal.change(i, { status: "s", detail: { reason } });
  adapters?.afterNode(i, { status: "skipped", reason });
}

// How does one node execute? Values are lent, the body is called, the result is versioned, checked and committed.
import type { Entry } from "../contracts.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import type { StatusLetter } from "../protocol/index.ts";
import { encodeValue } from "../values/encode.ts";
import { previewOf } from "../values/preview.ts";
import type { Board } from "./board.ts";
import { collected } from "./collected.ts";
import type { ExecutionParts } from "./executionParts.ts";
import { makeLender } from "./lender.ts";

export type Outcome =
  | {
      readonly what: "executed";
      readonly version: string;
      readonly value: unknown;
      readonly entry: Entry | undefined;
      /** The version that the node had before its bytes were lost. */
      readonly lostVersion: string | undefined;
    }
  | { readonly what: "joined"; readonly entry: Entry }
  | { readonly what: "again"; readonly spoiled: readonly number[] }
  | { readonly what: "failed"; readonly error: unknown };

export interface Body {
  perform(i: number): Promise<Outcome>;
  /** Asked values that were changed after they were committed. */
  spoiledSince(asked: readonly number[]): readonly number[];
  /** A fresh copy of an input that a node has spoiled. */
  copyOfInput(i: number): { readonly value: unknown; readonly sizeBytes: number } | undefined;
}

export function makeBody(x: ExecutionParts, board: Board): Body {
  const { closure, asked, resolution, recorder, journal, ledger, parts } = x;
  const { metadata, classes, clock, flights, executor } = parts;
  const lender = makeLender(x, board);

  async function perform(i: number): Promise<Outcome> {
    const key = resolution.keys[i]!;
    if (resolution.gates[i] !== undefined) return execute(i);
    const underWay = flights.joinable(key);
    if (underWay !== undefined) {
      try {
        const entry = await underWay;
        if (entry !== undefined) return { what: "joined", entry };
      } catch (error) {
        return { what: "failed", error };
      }
    }
    const flight = flights.depart(key);
    try {
      const outcome = await execute(i, flight.land);
      // An execution that is done once more lands then; a failed one is shared by those who waited for it.
      if (outcome.what === "failed") flight.crash(outcome.error);
      if (outcome.what === "again") flight.land(undefined);
      return outcome;
    } catch (error) {
      flight.crash(error);
      throw error;
    }
  }

  async function execute(i: number, landed: (entry: Entry | undefined) => void = () => {}): Promise<Outcome> {
    const node = closure.nodes[i] as FunctionNode;
    const cacheKey = resolution.keys[i]!;
    const { runId } = recorder;
    const loading = node.module.load();
    if (loading !== undefined) await loading;
    const { values, loans } = await lender.lend(i, node);
    const at = recorder.elapsed();
    journal.change(i, { status: "r", key: cacheKey, detail: { at } });
    const starting = metadata.beginExecutions(
      [{ cacheKey, runId, node: node.name, startedAt: clock.now() }],
      journal.take(),
    );
    const [executionId = 0] = starting instanceof Promise ? await starting : starting;
    const begun = clock.elapsed();
    let value: unknown;
    try {
      const returned = executor.call(node.module.functionOf(node.name), values);
      // What is there at once is looked at at once: no other body may run in between (R20a).
      value = isThenable(returned) ? await returned : returned;
      if (node.facts.generator) value = await collected(value, node);
    } catch (error) {
      await metadata.failExecution(executionId, clock.elapsed() - begun, String(error), journal.take());
      return { what: "failed", error };
    }
    // No other code runs between the return, the versioning of the value and the check of the loans.
    const durationMs = clock.elapsed() - begun;
    const encoding = encodeValue(value, classes);
    const spoiled = lender.takeBack(i, node, loans);
    if (spoiled.length > 0) {
      await metadata.failExecution(executionId, durationMs, "changed its inputs", journal.take());
      return lender.refusal(node, spoiled) ?? { what: "again", spoiled };
    }
    const dataVersion = encoding.ok ? encoding.version : `opaque:${executionId}:${recorder.runName}:${node.name}`;
    const row = { executionId, runId, node: node.name, cacheKey, durationMs, at: clock.now(), dataVersion };
    const bindings = resolution.bindings[i]!;
    const isKept = encoding.ok && bindings.every(([, kind]) => kind !== "opaque");
    const preview = previewOf(value);
    const { code, environment } = asked.codes[i]!;
    const recipe = {
      kind: "node" as const,
      codeVersion: code.version,
      environment: environment.version,
      bindings,
      firstName: node.name,
    };
    const detail = {
      on: executor.name,
      behavior: "default",
      read: closure.deps[i]!,
      preview,
      ...(encoding.ok ? { size: encoding.encoded.sizeBytes } : { reason: refusalText(node.name, encoding.refusal) }),
    };
    const change = {
      status: statusOf(node.name, dataVersion),
      data: dataVersion,
      from: runId,
      took: durationMs,
      detail,
    };
    const kept = isKept ? { encoded: encoding.encoded, recipe, code, environment, preview } : undefined;
    const writing = ledger.add({ node: i, row, kept, change, landed });
    if (writing instanceof Promise) await writing;
    lender.committed(i, isKept);
    const entry = isKept ? { ...row, storedAt: row.at, flags: 0 } : undefined;
    return { what: "executed", version: dataVersion, value, entry, lostVersion: resolution.lost[i]?.version };
  }

  function statusOf(name: string, version: string): StatusLetter {
    return x.snapshot.lastSeenOf(name)?.entry?.dataVersion === version ? "u" : "x";
  }

  return { perform, spoiledSince: lender.spoiledSince, copyOfInput: lender.copyOfInput };
}

function refusalText(name: string, refusal: { path: string; what: string }): string {
  return `\`${name}\` cannot be versioned: ${refusal.path === "" ? "it" : `\`${refusal.path}\``} is ${refusal.what}`;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}

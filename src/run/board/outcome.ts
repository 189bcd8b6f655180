// What can come of a node that was to execute?
import type { Entry } from "../../contracts.ts";
import type { NodeDetail } from "../../protocol/index.ts";

export type Outcome =
  | {
      readonly what: "executed";
      readonly version: string;
      readonly value: unknown;
      readonly entry: Entry | undefined;
      readonly durationMs: number;
      readonly status: "executed" | "unchanged";
    }
  | { readonly what: "joined"; readonly entry: Entry; readonly note?: NodeDetail["note"] }
  /** Nothing came of it: values that it had are spoiled, are not there any more, or are no longer its own. */
  | { readonly what: "again"; readonly spoiled: readonly number[] }
  | { readonly what: "failed"; readonly error: unknown; readonly spoiled: readonly number[] };

/** Another process is at it: what comes of that. */
export interface Waits {
  readonly what: "waits";
  readonly until: Promise<Outcome>;
}

export const NOTHING: Outcome = { what: "again", spoiled: [] };

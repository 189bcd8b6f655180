// What must be known to say which items there are and what each is keyed by? A run has it, and so has a plan.
import type { Closure } from "../../dataflow/closure.ts";
import type { Asked } from "../decide/ask.ts";
import type { Resolution } from "../decide/resolution.ts";
import type { RunOptions, RunParts } from "../parts.ts";
import type { Reading } from "../store/readValue.ts";

export interface ItemWorld {
  readonly closure: Closure;
  readonly asked: Pick<Asked, "inputs">;
  readonly resolution: Pick<Resolution, "question" | "versions" | "savedOf">;
  readonly parts: Pick<RunParts, "classes" | "surroundings">;
  readonly options: Pick<RunOptions, "mode">;
  /** Versions of items whose bytes were there and could not be read. */
  readonly lostItems: Set<string>;
  read(version: string): Promise<Reading>;
}

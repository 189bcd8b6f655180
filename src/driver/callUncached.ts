// Who is told of a run that has no cache?
import type { Closure } from "../dataflow/closure.ts";
import { type Adapter, type Calling, callAdapters } from "../run/adapters.ts";
import { runName } from "./runName.ts";

/** Without a cache there is no record that could bear a warning. */
export function callUncached(adapters: readonly Adapter[], closure: Closure): Calling | undefined {
  if (adapters.length === 0) return undefined;
  return callAdapters(adapters, runName(Date.now()), closure, (text) => process.emitWarning(text, "CellarWarning"));
}

// What do the module's own writes to a name leave in doubt (R8.4), and what do they compute while it is loaded (R8.2)?

import { literalHolds } from "../constants/literalConstant.ts";
import { doubtAt } from "../doubts.ts";
import type { Doubt } from "../facts.ts";
import type { Declared } from "../topLevel.ts";
import type { ModuleWrite } from "./moduleWrites.ts";

/** A write after loading makes state. */
export function writeDoubts(writes: readonly ModuleWrite[]): readonly Doubt[] {
  return writes.filter((write) => !write.atLoad).map((write) => doubtAt("mutable module state", write.node));
}

/** Does the module set a property of this function or class to something that its code does not say? */
export function setsComputedProperty(declared: Declared, writes: readonly ModuleWrite[]): boolean {
  if (declared.kind !== "function" && declared.kind !== "class") return false;
  return writes.some(
    ({ atLoad, how, value }) =>
      atLoad &&
      how === "written through" &&
      (value === undefined || literalHolds(value, () => undefined) === undefined),
  );
}

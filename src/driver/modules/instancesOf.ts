// Which modules are meant by what a user gives to `withModules`? One of a loader's, or a file that Node has loaded.
import type { ModuleInstance } from "../../dataflow/module.ts";
import { cellarError } from "../../errors.ts";
import { foreignModule } from "../loaded/foreignModule.ts";
import { unhookedModule } from "../loaded/unhookedModule.ts";
import { instanceBehind } from "./instanceBehind.ts";

/** @param at its place among the arguments, from 0 */
export function instancesOf(module: object, at: number): readonly ModuleInstance[] {
  if (module === null || typeof module !== "object") {
    throw cellarError(
      "bad-option",
      `withModules(): argument ${at + 1} is ${module === null ? "null" : typeof module}, not a module.`,
    );
  }
  const known = instanceBehind(module);
  if (known !== undefined) return [known];
  const found = unhookedModule(module);
  return "why" in found ? [foreignModule(module, at, found)] : found.modules;
}

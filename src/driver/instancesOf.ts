// Which modules are meant by what a user gives to `withModules`? One of a loader's, or a file that Node has loaded.
import { type ModuleInstance, moduleOf } from "../dataflow/module.ts";
import { cellarError } from "../errors.ts";
import { foreignModule } from "./foreignModule.ts";
import { unhookedModule } from "./unhookedModule.ts";

/** @param at its place among the arguments, from 0 */
export function instancesOf(module: object, at: number): readonly ModuleInstance[] {
  if (module === null || typeof module !== "object") {
    throw cellarError(
      "bad-option",
      `withModules(): argument ${at + 1} is ${module === null ? "null" : typeof module}, not a module.`,
    );
  }
  const known = moduleOf(module) ?? commonJsBehind(module);
  if (known !== undefined) return [known];
  const found = unhookedModule(module);
  return "why" in found ? [foreignModule(module, at, found)] : found.modules;
}

/** Of CommonJS an `import * as m` has a namespace of its own; what the module handed over are its exports. */
function commonJsBehind(namespace: object): ModuleInstance | undefined {
  const exports: unknown = Object.getOwnPropertyDescriptor(namespace, "default")?.value;
  return typeof exports === "object" && exports !== null ? moduleOf(exports) : undefined;
}

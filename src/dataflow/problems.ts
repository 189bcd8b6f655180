// Is a text a module at all? If not, every problem is named.
import { cellarError } from "../errors.ts";
import type { ModuleInstance } from "./module.ts";

/** @throws CellarError for a text that is no module, naming every problem */
export function refuseProblems(module: ModuleInstance): void {
  const [first, ...others] = module.facts.problems;
  if (first === undefined) return;
  const more = others.map((p) => `\n${module.name}:${p.line}:${p.column} ${p.message}`).join("");
  const where = {
    module: module.name,
    line: first.line,
    column: first.column,
    ...(first.node === undefined ? {} : { node: first.node }),
  };
  throw cellarError(first.code, `${module.name}:${first.line}:${first.column} ${first.message}${more}`, { where });
}

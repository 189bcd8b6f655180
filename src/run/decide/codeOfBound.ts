// What counts of a bound value that has no version, e.g. a function? Its code, and all of its module that the code reaches.
import type { Digest } from "../../contracts.ts";
import type { BoundValue } from "../../dataflow/madeNode.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import type { CodeMode } from "../../identity/codeVersion.ts";
import { digestOf } from "../../identity/digest.ts";

/** What the loader evaluates. */
export type Coded = Extract<BoundValue["value"], { readonly code: string }>;

/** By these, code may reach what it does not name. */
const HIDES: ReadonlySet<string> = new Set(["import", "require", "eval", "Function"]);

/** @returns in words why nobody can tell */
export function codeOfBound(
  { facts, codeVersionOf }: Pick<ModuleInstance, "facts" | "codeVersionOf">,
  { code, digest, names }: Coded,
  mode: CodeMode,
): { readonly digest: Digest } | { readonly unknown: string } {
  const hiding = names.find((name) => HIDES.has(name));
  if (hiding !== undefined) return { unknown: `\`${hiding}\` in \`${code}\`` };
  const reached = names.filter((name) => Object.hasOwn(facts.parts, name)).map((name) => codeVersionOf(name, mode));
  const [unknown] = reached.flatMap((each) => each.unknown);
  if (unknown !== undefined) return { unknown };
  return { digest: digestOf("default/1", [digest, ...reached.map(({ version }) => version)].join("\n")) };
}

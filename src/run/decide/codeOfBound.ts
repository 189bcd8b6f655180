// What counts of a bound value that has no version, e.g. a function? Its code, and all of its module that the code may reach.
import type { Digest } from "../../contracts.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import type { CodeMode } from "../../identity/codeVersion.ts";
import { digestOf } from "../../identity/digest.ts";

/** Code that may reach what its words don't name; an escape may stand for a letter of a name. */
const HIDES = /\b(?:import|require|eval|Function)\b|\\u/;
const WORD = /[\p{ID_Continue}$]+/gu;

/**
 * Words that name something of the module count wherever they stand: one too many costs an execution, one too few a wrong hit.
 *
 * @param digest of the code alone
 * @returns in words why nobody can tell
 */
export function codeOfBound(
  { facts, codeVersionOf }: Pick<ModuleInstance, "facts" | "codeVersionOf">,
  { code, digest }: { readonly code: string; readonly digest: string },
  mode: CodeMode,
): { readonly digest: Digest } | { readonly unknown: string } {
  const hidden = HIDES.exec(code);
  if (hidden !== null) return { unknown: `\`${hidden[0]}\` in \`${code}\`` };
  const names = [...new Set(code.match(WORD))].filter((name) => Object.hasOwn(facts.parts, name)).sort();
  const reached = names.map((name) => codeVersionOf(name, mode));
  const [unknown] = reached.flatMap((each) => each.unknown);
  if (unknown !== undefined) return { unknown };
  return { digest: digestOf("default/1", [digest, ...reached.map(({ version }) => version)].join("\n")) };
}

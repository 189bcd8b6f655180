// Which values come from outside in this run? Inputs, the builder's config and overrides, without what hides a secret.
import type { Graph } from "../../dataflow/graph.ts";
import { overrideNodes } from "../../dataflow/override.ts";
import { cellarError } from "../../errors.ts";
import { openSecret } from "../../values/secret.ts";
import type { Given } from "../options/options.ts";

export interface Givens {
  /** The dataflow in which overridden nodes are givens. */
  readonly graph: Graph;
  readonly overridden: readonly string[];
  /** Values by name, as bodies get them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Names whose values no record may show. */
  readonly secrets: ReadonlySet<string>;
}

/**
 * Puts together what is given at build and what is given now.
 *
 * @param config names that no node takes are left out: they are there to choose functions by
 * @throws CellarError `bad-option` for what is given twice or is no object; `unknown-node` for an override of no node
 */
export function givensOf(
  graph: Graph,
  config: Readonly<Record<string, unknown>>,
  { inputs = {}, overrides = {} }: Given<object, object>,
): Givens {
  refuseOther("inputs", inputs);
  refuseOther("overrides", overrides);
  // `undefined` stands for "not given", as for inputs.
  const replaced = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const overridden = replaced.map(([name]) => name);
  const taken = Object.entries(config).filter(([name]) => graph.indexOf.has(name));
  refuseTwice(inputs, new Set(taken.map(([name]) => name)), "withConfig() gives it, and so does { inputs }");
  refuseTwice(inputs, new Set(overridden), "both { inputs } and { overrides } give it");
  // Without a prototype: an input may be called `constructor`. A copy: what is given must not change with the caller's object.
  const values = Object.create(null) as Record<string, unknown>;
  const secrets = new Set<string>();
  for (const [name, value] of [...taken, ...Object.entries(inputs), ...replaced]) {
    const secret = openSecret(value);
    values[name] = secret === undefined ? value : secret.value;
    if (secret !== undefined) secrets.add(name);
  }
  return { graph: overrideNodes(graph, overridden), overridden, values, secrets };
}

function refuseOther(option: string, given: unknown): void {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return;
  const what = given === null ? "null" : Array.isArray(given) ? "a list" : typeof given;
  throw cellarError(
    "bad-option",
    `{ ${option} } is an object of values by name, e.g. { ${option}: { rate: 2 } }, not ${what}.`,
  );
}

function refuseTwice(inputs: object, others: ReadonlySet<string>, how: string): void {
  const twice = Object.keys(inputs).filter((name) => others.has(name));
  if (twice.length === 0) return;
  const names = twice.map((name) => `\`${name}\``).join(", ");
  throw cellarError("bad-option", `${names} ${twice.length === 1 ? "is" : "are"} given twice: ${how}. Leave one out.`);
}

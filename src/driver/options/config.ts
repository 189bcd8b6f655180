// Can this config be given at build? Its values count as inputs, so they need versions (R21).
import type { Graph } from "../../dataflow/graph.ts";
import { cellarError } from "../../errors.ts";
import { isDeclaredFile } from "../../values/declaredFile.ts";
import { isDeclaredVariable, setText } from "../../values/declaredVariable.ts";
import { openSecret } from "../../values/secret.ts";
import { versionOf } from "../../values/version.ts";
import { classes } from "../modules/classes.ts";

/** @throws CellarError `bad-option` for what is no object */
export function mergeConfig(
  before: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (typeof config === "object" && config !== null && !Array.isArray(config)) return { ...before, ...config };
  const what = config === null ? "null" : Array.isArray(config) ? "a list" : typeof config;
  throw cellarError(
    "bad-option",
    `withConfig() takes values by name, e.g. withConfig({ region: "north" }), not ${what}.`,
  );
}

/** The values as such, also of those that are secret: variants are chosen by them. */
export function openedConfig(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      const plain = openSecret(value);
      const held = plain === undefined ? value : plain.value;
      // Variants are chosen at build; where it is not set, the run tells.
      return [name, isDeclaredVariable(held) ? setText(held, process.env) : held];
    }),
  );
}

/** @throws CellarError `bad-option` for for the name of a node, `unversionable` for a value without a version */
export function refuseConfig(config: Readonly<Record<string, unknown>>, graph: Graph): void {
  for (const [name, value] of Object.entries(config)) {
    const at = graph.indexOf.get(name);
    if (at !== undefined && graph.nodes[at]!.kind === "node") {
      const said = `withConfig() gives \`${name}\`, which is a node. Rename one; or give it for one run, execute(…, { overrides: { ${name}: … } }).`;
      throw cellarError("bad-option", said);
    }
    const plain = openSecret(value);
    const held = plain === undefined ? value : plain.value;
    if (isDeclaredFile(held) || isDeclaredVariable(held)) continue;
    const versioned = versionOf(held, classes);
    if (versioned.ok) continue;
    const { path, what } = versioned.refusal;
    const told = `withConfig() gives \`${name}\`, which has no version: ${path === "" ? "it" : `\`${path}\``} is ${what}. Give data, or give it as an input of each run.`;
    throw cellarError("unversionable", told);
  }
}

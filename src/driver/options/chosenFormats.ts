// In which format is each node stored? What withCache says counts before what the node's modifier says.
import type { Format } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";
import { neverHolds } from "../../formats/neverHolds.ts";
import { didYouMean } from "../../nearest.ts";
import { knownFormat } from "./knownFormat.ts";

/** A node as far as formats are concerned. */
export interface FormattedNode {
  readonly name: string;
  /** Kind of value that its type says it returns, if it says so. */
  readonly returns?: string | undefined;
  /** What its modifier says, if it has one. */
  readonly format?: string | undefined;
}

/**
 * Chosen formats by node; nodes that are not named are stored in the default format.
 *
 * @param chosen `withCache({ formats })`
 * @throws CellarError `unknown-node` or `bad-option`, with the nearest name; `bad-option` for a node whose type says that it
 *   returns what its format never holds
 */
export function chosenFormats(
  nodes: readonly FormattedNode[],
  chosen: Readonly<Record<string, string | undefined>> = {},
): ReadonlyMap<string, Format> {
  if (typeof chosen !== "object" || chosen === null) {
    throw cellarError("bad-option", 'withCache({ formats }) names a format for each node, e.g. { total: "json" }.');
  }
  const names = nodes.map(({ name }) => name);
  for (const name of Object.keys(chosen)) {
    if (names.includes(name)) continue;
    const near = didYouMean(name, names);
    throw cellarError("unknown-node", `withCache({ formats }) names \`${name}\`, which is no node.${near}`);
  }
  const formats = new Map<string, Format>();
  for (const node of nodes) {
    const own = Object.hasOwn(chosen, node.name) ? chosen[node.name] : undefined;
    const wanted = own ?? node.format;
    if (wanted !== undefined) formats.set(node.name, formatFor(node, wanted, own === undefined));
  }
  return formats;
}

function formatFor({ name, returns }: FormattedNode, wanted: unknown, isModifier: boolean): Format {
  const by = isModifier ? "cache({ format })" : "withCache({ formats })";
  const format = knownFormat(wanted, `${by} wants \`${name}\` stored as`);
  if (returns !== undefined && neverHolds(format.name, returns)) {
    throw cellarError(
      "bad-option",
      `${by} wants \`${name}\` stored as ${format.name}, but \`${name}\` returns ${/^[AI]/.test(returns) ? "an" : "a"} ${returns}, which ${format.name} never holds. Use format "structured", or return something else.`,
    );
  }
  return format;
}

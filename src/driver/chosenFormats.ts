// In which format is each node stored? What withCache says counts before what the node's modifier says.
import type { Format } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { formatNamed, formatNames } from "../formats/formats.ts";
import { didYouMean } from "../nearest.ts";

/**
 * Chosen formats by node; nodes that are not named are stored in the default format.
 *
 * @param names of the nodes
 * @param chosen `withCache({ formats })`
 * @param modified the format that a node's own modifier names, if any
 * @throws CellarError `unknown-node`, `bad-option` with the nearest name
 */
export function chosenFormats(
  names: readonly string[],
  chosen: Readonly<Record<string, string | undefined>> = {},
  modified: (node: string) => string | undefined = () => undefined,
): ReadonlyMap<string, Format> {
  if (typeof chosen !== "object" || chosen === null) {
    throw cellarError("bad-option", 'withCache({ formats }) names a format for each node, e.g. { total: "json" }.');
  }
  for (const name of Object.keys(chosen)) {
    if (names.includes(name)) continue;
    throw cellarError(
      "unknown-node",
      `withCache({ formats }) names \`${name}\`, which is no node.${didYouMean(name, names)}`,
    );
  }
  const formats = new Map<string, Format>();
  for (const name of names) {
    const own = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    const wanted = own ?? modified(name);
    if (wanted !== undefined)
      formats.set(name, formatFor(name, wanted, own === undefined ? "cache({ format })" : "withCache({ formats })"));
  }
  return formats;
}

function formatFor(node: string, wanted: unknown, by: string): Format {
  const known = formatNames();
  const format = typeof wanted === "string" && known.includes(wanted) ? formatNamed(wanted) : undefined;
  if (format !== undefined) return format;
  const near = typeof wanted === "string" ? didYouMean(wanted, known) : "";
  throw cellarError(
    "bad-option",
    `${by} wants \`${node}\` stored as ${JSON.stringify(wanted) ?? String(wanted)}, which is no format.${near} There are: ${known.join(", ")}.`,
  );
}

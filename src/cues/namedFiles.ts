// Which files does a node's code name without declaring them, and what can be done about it (R12)?
import type { FoundPath } from "../identity/foundPath.ts";

const MOST_PLACES = 3;

/** One sentence for all of them; none where there are none. */
export function namedFileTexts(paths: readonly FoundPath[]): readonly string[] {
  if (paths.length === 0) return [];
  const told = paths
    .slice(0, MOST_PLACES)
    .map(({ text, within, line }) => `${JSON.stringify(text)} in \`${within}\`, line ${line}`);
  if (paths.length > told.length) told.push(`${paths.length - told.length} more`);
  const names = paths.length === 1 ? ", names a file; its content is" : " name files; their contents are";
  const declare = paths.length === 1 ? "Declare it" : "Declare them";
  return [
    `${told.join("; ")}${names} not in the key. ${declare}, e.g. \`(data = file("data.csv")) => …\`, and read \`data.path\`, or name the node in \`recompute\`.`,
  ];
}

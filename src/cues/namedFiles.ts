// Which files does a node's code name without declaring them, and what can be done about it (R12)?
import type { FoundPath } from "../identity/foundPath.ts";
import { placesText } from "./places.ts";

/** One sentence for all of them; none where there are none. */
export function namedFileTexts(paths: readonly FoundPath[]): readonly string[] {
  if (paths.length === 0) return [];
  const names = paths.length === 1 ? ", names a file; its content is" : " name files; their contents are";
  const declare = paths.length === 1 ? "Declare it" : "Declare them";
  return [
    `${placesText(paths, JSON.stringify)}${names} not in the key. ${declare}, e.g. \`(data = file("data.csv")) => …\`, and read \`data.path\`, or name the node in \`recompute\`.`,
  ];
}

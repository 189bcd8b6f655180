// Was a package upgraded, or is another one imported?
import type { CueRecord } from "../../protocol/index.ts";
import type { Difference } from "../subject.ts";
import { changedParts, type PartChange } from "./partChanged.ts";

export const packageChanged: Difference = (facts) => changedParts(facts, ["package"]).map(toCue);

function toCue(change: PartChange): CueRecord {
  const name = (change.now ?? change.before)!.name;
  const before = shown(change.before?.digest);
  const after = shown(change.now?.digest);
  return {
    cue: "package changed",
    field: `code/${name}`,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    text: `the package \`${name}\` changed: ${before ?? "not used"} → ${after ?? "not used"}`,
  };
}

/** `name@1.2.3+<digest of its dependencies>` as a person reads it. */
function shown(version: string | undefined): string | undefined {
  return version?.replace(/\+([0-9a-f]{8})[0-9a-f]*$/, " (dependencies $1)");
}

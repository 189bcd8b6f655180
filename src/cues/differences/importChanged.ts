// Does a name that it uses stand for another export, or for one of another module?
import { bindingInWords } from "../../identity/importBinding.ts";
import type { CueRecord } from "../../protocol/index.ts";
import type { Difference, DifferenceFacts } from "../subject.ts";
import { changedParts, type PartChange } from "./partChanged.ts";

export const importChanged: Difference = (facts) =>
  changedParts(facts, ["import"])
    .filter((change) => (change.before !== undefined && change.now !== undefined) || isAlone(facts))
    .map(toCue);

/** A binding that is new or gone was mostly put into or taken out of code that is told of anyway. */
function isAlone(facts: DifferenceFacts): boolean {
  return changedParts(facts, ["code", "helper", "class", "constant"]).length === 0;
}

function toCue({ before, now }: PartChange): CueRecord {
  const part = (now ?? before)!;
  const was = before === undefined ? undefined : bindingInWords(before.digest);
  const is = now === undefined ? undefined : bindingInWords(now.digest);
  const verb =
    was === undefined ? "is imported now" : is === undefined ? "is no longer imported" : "is imported from elsewhere";
  return {
    cue: "import changed",
    field: `code/${part.name}`,
    ...(part.hops.length > 0 ? { hops: part.hops } : {}),
    ...(was === undefined ? {} : { before: was }),
    ...(is === undefined ? {} : { after: is }),
    text: `\`${part.name}\` ${verb}: ${[was, is].filter((side) => side !== undefined).join(" → ")}`,
  };
}

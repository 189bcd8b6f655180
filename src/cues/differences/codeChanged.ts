// Did the function itself change?
import type { Difference } from "../subject.ts";
import { changedParts, partCue } from "./partChanged.ts";

export const codeChanged: Difference = (facts) =>
  changedParts(facts, ["code"]).map((change) => partCue(facts, "code changed", change, "the code of "));

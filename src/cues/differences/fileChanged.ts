// Did a local file or another cell's module that it imports change?
import type { Difference } from "../subject.ts";
import { changedParts, partCue } from "./partChanged.ts";

export const fileChanged: Difference = (facts) =>
  changedParts(facts, ["file", "cell"]).map((change) => partCue(facts, "file changed", change, "the imported "));

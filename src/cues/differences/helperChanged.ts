// Did a function, class or enum that it reaches change?
import type { Difference } from "../subject.ts";
import { changedParts, partCue } from "./partChanged.ts";

export const helperChanged: Difference = (facts) =>
  changedParts(facts, ["helper", "class"]).map((change) =>
    partCue(
      facts,
      "helper changed",
      change,
      (change.now ?? change.before)!.kind === "class" ? "the class " : "the helper ",
    ),
  );

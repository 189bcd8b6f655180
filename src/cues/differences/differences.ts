// Which differences are there? They explain why no entry exists; all that apply are told, the nearest cause first.
import type { CueRecord } from "../../protocol/index.ts";
import type { Difference, DifferenceFacts } from "../subject.ts";
import { codeChanged } from "./codeChanged.ts";
import { constantChanged } from "./constantChanged.ts";
import { declaredChanged } from "./declaredChanged.ts";
import { depChanged } from "./depChanged.ts";
import { depsChanged } from "./depsChanged.ts";
import { environmentChanged } from "./environmentChanged.ts";
import { fileChanged } from "./fileChanged.ts";
import { helperChanged } from "./helperChanged.ts";
import { importChanged } from "./importChanged.ts";
import { inputChanged } from "./inputChanged.ts";
import { neverRan } from "./neverRan.ts";
import { packageChanged } from "./packageChanged.ts";

export const DIFFERENCES: readonly Difference[] = [
  neverRan,
  codeChanged,
  helperChanged,
  constantChanged,
  importChanged,
  packageChanged,
  fileChanged,
  declaredChanged,
  inputChanged,
  depsChanged,
  depChanged,
  environmentChanged,
];

/** All differences; where none can be named although no entry exists, "not stored" is the honest one. */
export function allDifferences(facts: DifferenceFacts): readonly CueRecord[] {
  const found = DIFFERENCES.flatMap((difference) => difference(facts));
  if (found.length > 0) return found;
  const baseline = facts.baseline === undefined ? "" : ` (${facts.baseline})`;
  return [
    { cue: "not stored", text: `nothing changed since it was last seen${baseline}, but no result of it was stored` },
  ];
}

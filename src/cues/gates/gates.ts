// Which gates are there? They fire although an entry may exist; the first that fires is the reason.
import type { CueRecord } from "../../protocol/index.ts";
import type { Gate, GateFacts } from "../subject.ts";
import { collected } from "./collected.ts";
import { disabled } from "./disabled.ts";
import { expired } from "./expired.ts";
import { forced } from "./forced.ts";
import { ignored } from "./ignored.ts";
import { impure } from "./impure.ts";
import { opaqueCode } from "./opaqueCode.ts";
import { opaqueDep } from "./opaqueDep.ts";
import { resultCorrupt } from "./resultCorrupt.ts";
import { resultMissing } from "./resultMissing.ts";
import { savedFileChanged } from "./savedFileChanged.ts";

export const GATES: readonly Gate[] = [
  disabled,
  ignored,
  forced,
  opaqueCode,
  impure,
  opaqueDep,
  expired,
  savedFileChanged,
  resultMissing,
  resultCorrupt,
  collected,
];

export function firstGate(now: GateFacts): CueRecord | undefined {
  for (const gate of GATES) {
    const cue = gate(now);
    if (cue !== undefined) return cue;
  }
  return undefined;
}

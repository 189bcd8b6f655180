// What does a record say of a value that was known, and could not be had when it was needed?
import { isOpaque } from "./question.ts";
import type { LostHow } from "./resolution.ts";

export function lostText(name: string, version: string, how: LostHow): string {
  return isOpaque(version)
    ? `\`${name}\` has no version that could be read: its value was computed again`
    : `the bytes of \`${name}\` were ${typeof how === "string" ? how : "collected"} on reading`;
}

// What does a record say of a value that was known, and could not be had when it was needed?
import { isOpaque } from "../decide/question.ts";
import type { LostHow } from "../decide/resolution.ts";

export function lostText(name: string, version: string, how: LostHow): string {
  return isOpaque(version)
    ? `\`${name}\` has no version that could be read: its value was computed again`
    : `the bytes of \`${name}\` were ${typeof how === "string" ? how : "collected"} on reading`;
}

/** What is the matter with a stored value that cannot be had, as the end of a sentence. */
export function lostHowText(how: LostHow): string {
  if (typeof how !== "string") return "was collected";
  return {
    missing: "is missing",
    corrupt: "is corrupt",
    unreadable: "could not be read",
    "class changed": "holds instances of a class that has changed",
  }[how];
}

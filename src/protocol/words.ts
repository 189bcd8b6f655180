// What is each status called, and told apart by besides its colour?
import type { StatusLetter } from "./runRecord.ts";

export interface StatusWord {
  readonly word: string;
  /** A shape that stands beside the word, so that colour never stands alone. */
  readonly sign: string;
}

export const STATUS_WORDS: Readonly<Record<StatusLetter, StatusWord>> = {
  g: { word: "given", sign: "◇" },
  h: { word: "hit", sign: "✓" },
  x: { word: "executed", sign: "▶" },
  u: { word: "unchanged", sign: "≡" },
  f: { word: "failed", sign: "✕" },
  s: { word: "skipped", sign: "⊘" },
  n: { word: "not needed", sign: "·" },
  p: { word: "pending", sign: "○" },
  w: { word: "waiting", sign: "…" },
  r: { word: "running", sign: "◐" },
};

// Which colours does a static picture have? Dark ink on light ground, readable on white paper.
import type { StatusLetter } from "../protocol/index.ts";

export interface Ink {
  /** Outline, sign and words: at least 4.5 : 1 on `ground`. */
  readonly ink: string;
  readonly ground: string;
  /** SVG dash pattern of the outline: a second sign beside the colour. */
  readonly dash?: string;
  readonly thick?: boolean;
}

export const PALETTE: Readonly<Record<StatusLetter, Ink>> = {
  g: { ink: "#475569", ground: "#f8fafc", dash: "5 3" },
  h: { ink: "#17693c", ground: "#ebf7f0" },
  x: { ink: "#a34708", ground: "#fff3e4", thick: true },
  u: { ink: "#6b2fb3", ground: "#f5effc", thick: true },
  f: { ink: "#b4191f", ground: "#fdecec", thick: true },
  s: { ink: "#5b6472", ground: "#f3f4f6", dash: "2 3" },
  n: { ink: "#5b6472", ground: "#ffffff", dash: "1 4" },
  p: { ink: "#5b6472", ground: "#ffffff", dash: "2 3" },
  w: { ink: "#1d4fc4", ground: "#ffffff", dash: "2 3" },
  r: { ink: "#1d4fc4", ground: "#eaf0fe", dash: "6 3", thick: true },
};

/** A node that has not run. */
export const PLAIN: Ink = { ink: "#334155", ground: "#f8fafc" };
export const PAPER = "#ffffff";
export const TEXT = "#1f2933";
export const FAINT = "#57606a";
export const LINE = "#9aa5b1";

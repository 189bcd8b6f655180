// Why has this value no version? What is thrown inside a walk, and how a path reads.
import type { Refusal } from "../contracts.ts";

/** Thrown inside a walk, caught at its door; `path` starts at the object that the thrower was given. */
export class Refused extends Error implements Refusal {
  readonly path: string;
  readonly what: string;

  constructor(what: string, path = "") {
    super(what);
    this.path = path;
    this.what = what;
  }
}

const MAX_PATH = 200;

/** One step of a path: `.name`, `["odd name"]`, `[3]` or `[Symbol(x)]`. */
export function step(key: PropertyKey): string {
  if (typeof key === "number") return `[${key}]`;
  if (typeof key === "symbol") return `[${String(key)}]`;
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return `.${key}`;
  return `[${JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key)}]`;
}

/** The path made of `n` steps; the middle of a long one is left out. */
export function joinPath(n: number, stepAt: (i: number) => string): string {
  let whole = "";
  for (let i = 0; i < n && n <= 100; i++) whole += stepAt(i);
  if (n <= 12 || (n <= 100 && whole.length <= MAX_PATH)) return whole;
  let ends = "";
  for (let i = 0; i < 6; i++) ends += stepAt(i);
  ends += `…${n - 12} more…`;
  for (let i = n - 6; i < n; i++) ends += stepAt(i);
  return ends;
}

// What has `checkOutput` found of a value? Plain data, that can be stored and asked for as `x.check`.
import { cellOf } from "../values/previewLine.ts";

export interface Finding {
  /** `"range"`, `"in"`, `"type"`, `"nulls"`, `"schema"` or `"custom"`. */
  readonly rule: string;
  readonly column?: string;
  /** In words, without a value. */
  readonly says: string;
  /** The first of what does not fit: at which place, from 0, and what stands there. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly at?: number;
  readonly value: string | number | boolean | null;
}

/** The value of a node `x.check`. */
export interface Findings {
  readonly passed: boolean;
  readonly findings: readonly Finding[];
}

const MOST = 3;

/** Keeps the first few. */
export function addExample(examples: Example[], value: unknown, at: number | undefined): void {
  if (examples.length >= MOST) return;
  const shown = value === undefined ? "undefined" : typeof value === "bigint" ? `${value}n` : cellOf(value, 60);
  examples.push({ ...(at === undefined ? {} : { at }), value: shown });
}

/** @param hides where no value is shown, only its place */
export function findingText({ column, says, examples }: Finding, hides: boolean): string {
  const of = column === undefined ? "" : `column \`${column}\`: `;
  const told = examples.map(({ at, value }) => {
    const place = at === undefined ? "" : `at ${at}`;
    if (hides) return place;
    const text = JSON.stringify(value);
    return place === "" ? text : `${text} (${place})`;
  });
  const list = told.filter((text) => text !== "").join(", ");
  return `${of}${says}${list === "" ? "" : `: ${list}`}`;
}

/** Is it what a check gave? An override can stand in its place. */
export function isFindings(value: unknown): value is Findings {
  const { passed, findings } = (value ?? {}) as Partial<Findings>;
  return typeof passed === "boolean" && Array.isArray(findings);
}

// How often does a process tell that it still computes, and when does another take over?
import type { LeasePeriods } from "../../run/parts.ts";

export interface Periods extends LeasePeriods {
  /** Time between two signs of life. */
  readonly beatMs: number;
}

/** Several signs of life may be lost, to a slow disk or a busy store, before anybody is taken for gone. */
const STANDARD: Periods = { beatMs: 2000, expiryMs: 10_000, pollMs: 200 };

let current = STANDARD;

/** For caches that are opened from now on. */
export function setLeasePeriods(periods: Partial<Periods>): void {
  current = { ...STANDARD, ...periods };
}

export function leasePeriods(): Periods {
  return current;
}

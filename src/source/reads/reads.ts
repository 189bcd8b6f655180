// What does code read that no key holds (R12)?
import type { Place } from "../facts.ts";

/** What code may read that no key holds (R12). */
export type ReadKind =
  | "clock"
  | "randomness"
  | "environment"
  | "files"
  /** Not read: written. Nothing of it is in the value, and a hit does not do it again. */
  | "written files"
  | "database"
  | "network"
  | "processes"
  | "machine";

/** A place where code reads such. */
export interface Read extends Place {
  readonly kind: ReadKind;
  /** The code that reads, shortened. */
  readonly text: string;
  /** The parameter whose file is read, as in `readFileSync(data.path)`: no such reading, where that is a declared file. */
  readonly through?: string;
  /** The parameter of which this is the default, as in `(data = file("data.csv"))`: no such reading, where nobody else calls it. */
  readonly declares?: string;
}

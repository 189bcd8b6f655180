// Where, of all that a function reaches, is something read that no key holds (R12)?
import type { Read } from "../source/facts.ts";

/** Such a place, in words of the module or file that it stands in. */
export interface FoundRead extends Read {
  /** The top-level name, or the local file. */
  readonly within: string;
}

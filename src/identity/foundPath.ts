// Where, of all that a function reaches, does a text stand that may name a file (R12)?
import type { PathText } from "../source/facts.ts";

/** Such a place, in words of the module or file that it stands in. */
export interface FoundPath extends PathText {
  /** The top-level name, or the local file. */
  readonly within: string;
}

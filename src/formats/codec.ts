// What must a way to write values say of itself? The rest (markers, checks, messages) is the same for all of them.
import type { Awaitable, ClassTable } from "../contracts.ts";

export interface Written {
  readonly bytes: Uint8Array;
  /** What the bytes alone don't tell; kept beside them and given to `read`. */
  readonly hint?: string;
}

export interface Codec {
  readonly name: string;
  /** Raised whenever `read` would not read what an older `write` wrote. */
  readonly version: number;
  /** What to do with a value that it refuses, as a sentence. */
  readonly remedy: string;
  /** Are these written so that they come back equal, as tests prove? Then nothing is read back at writing. */
  isExact?(value: unknown): boolean;
  /** A list without items is kept by a marker: a table has no columns to write it with. */
  readonly marksEmptyList?: boolean;
  /** Never given `null` or `undefined`. Throws `Unwritable` for what it cannot hold. */
  write(value: unknown, classes: ClassTable): Awaitable<Written>;
  /** Throws, or gives whatever it likes, for bytes that it did not write: both are refused. Runs no code from them. */
  read(bytes: Uint8Array, hint: string | undefined, classes: ClassTable): Awaitable<unknown>;
}

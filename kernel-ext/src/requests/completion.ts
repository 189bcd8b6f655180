// What could be written here, and what would it replace?

export interface Completion {
  /** UTF-16 offsets of what a match replaces. */
  readonly start: number;
  readonly end: number;
  readonly matches: readonly { readonly text: string; readonly type: string }[];
}

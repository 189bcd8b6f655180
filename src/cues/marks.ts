// What does a node's code reach that its key cannot hold, and what can be done about it (R7, R8.3, R8.4)?

/**
 * One sentence for each mark of a code version. A marked node is cached like any other: operations are assumed idempotent.
 *
 * @param marks what a code version found, e.g. "`pool` has no version: it is a Map"
 */
export function markTexts(marks: readonly string[]): readonly string[] {
  return marks.map(
    (mark) => `${mark}: its key does not tell when this changes. Name the node in \`recompute\` if it matters.`,
  );
}

/** Of a node that reads an ignored one (R22). */
export function ignoredText(dep: string): string {
  return `changes of \`${dep}\` are ignored`;
}

/** Of a node that is lent its inputs without a look at them afterwards (R20). */
export const TRUSTED = 'it is trusted not to change what it reads: cache({ lend: "trust" })';

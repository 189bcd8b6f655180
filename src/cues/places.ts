// Where in the code is something found? The first places of each, and how many more there are.

const MOST_PLACES = 3;

interface Found {
  readonly text: string;
  /** The top-level name, or the local file. */
  readonly within: string;
  readonly line: number;
}

/** @param quoted how its text is told, e.g. as code */
export function placesText(found: readonly Found[], quoted: (text: string) => string): string {
  const told = found
    .slice(0, MOST_PLACES)
    .map(({ text, within, line }) => `${quoted(text)} in \`${within}\`, line ${line}`);
  if (found.length > told.length) told.push(`${found.length - told.length} more`);
  return told.join("; ");
}

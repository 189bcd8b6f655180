// Why can a format not hold this value? Thrown inside a codec, told at its door.

export class Unwritable extends Error {
  /** Path in the value, or the column with its name in it. */
  readonly path: string;
  /** What stands there, as in "`.a` is …". */
  readonly what: string;
  /** In place of the format's own. */
  readonly remedy: string | undefined;

  constructor(path: string, what: string, remedy?: string) {
    super(what);
    this.path = path;
    this.what = what;
    this.remedy = remedy;
  }
}

/** For a value that none of the formats of tables takes. */
export function noTable(): Unwritable {
  const what = "no table (a frame, an Arrow table or a list of records)";
  return new Unwritable("", what, 'Use format "structured", or return a table.');
}

/** How messages call a column. */
export const columnPath = (name: string): string =>
  `column ${JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)}`;

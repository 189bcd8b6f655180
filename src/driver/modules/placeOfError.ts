// At which line of whose text was this error thrown? Read from its stack, through the source map of what was evaluated.
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";

export interface ErrorPlace {
  /** As people know the file. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type SourceOf = (fileName: string) => { readonly map: string; readonly name: string } | undefined;

/** The innermost frame in a text that we evaluated; undefined where there is none, as for what is no Error. */
export function placeOfError(error: unknown, sourceOf: SourceOf): ErrorPlace | undefined {
  const stack = error instanceof Error && typeof error.stack === "string" ? error.stack : "";
  for (const frame of stack.split("\n")) {
    const [, at, line, column] = /^\s*at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    const file = at?.startsWith("file:") === true ? fileURLToPath(at) : at;
    const source = file === undefined ? undefined : sourceOf(file);
    if (source === undefined) continue;
    const map = new SourceMap(JSON.parse(source.map) as SourceMapPayload);
    const found = map.findEntry(Number(line) - 1, Number(column) - 1);
    if ("originalLine" in found)
      return { name: source.name, file: file!, line: found.originalLine + 1, column: found.originalColumn + 1 };
  }
  return undefined;
}

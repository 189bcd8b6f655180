// In which format is a new result stored? The chosen one if it takes the value; else the default one, and the run says why.
import type { Awaitable, Digest, Encoded, Format } from "../../contracts.ts";
import type { RunParts } from "../parts.ts";

/** Bytes with what the payload's row says of them. */
export interface Saved {
  readonly encoded: Encoded;
  readonly format: string;
  readonly formatVersion: number;
}

/**
 * Called in the same step as the value is versioned; what is chosen may take its time, the bytes of the default format stay good.
 *
 * @param standard the value in the default format
 * @param refused told why the chosen format does not take it; may throw to end the run
 */
export function encodeChosen(
  { formats, classes }: Pick<RunParts, "formats" | "classes">,
  node: string,
  value: unknown,
  version: Digest,
  standard: Encoded,
  refused: (error: unknown) => void,
): Awaitable<Saved> {
  const chosen = formats.of(node);
  const byDefault = (encoded: Encoded): Saved => ({
    encoded,
    format: formats.standard.name,
    formatVersion: formats.standard.version,
  });
  if (chosen === undefined || chosen.name === formats.standard.name) return byDefault(standard);
  const failed = (error: unknown, encoded: Encoded): Saved => {
    refused(error);
    return byDefault(encoded);
  };
  try {
    const encoding = chosen.encode(value, classes, version);
    if (!(encoding instanceof Promise)) return savedAs(chosen, encoding);
    // Large buffers are referenced: nobody may change them while the other format is at work.
    const own = { ...standard, chunks: standard.chunks.map((chunk) => Uint8Array.prototype.slice.call(chunk)) };
    return encoding.then(
      (encoded) => savedAs(chosen, encoded),
      (error: unknown) => failed(error, own),
    );
  } catch (error) {
    return failed(error, standard);
  }
}

export function savedAs({ version }: Format, encoded: Encoded & { readonly format: string }): Saved {
  return { encoded, format: encoded.format, formatVersion: version };
}

/** What a record says of a value that its chosen format does not take. */
export function refusedText(node: string, error: unknown): string {
  return `\`${node}\`: ${error instanceof Error ? error.message : String(error)} It is stored as structured meanwhile.`;
}

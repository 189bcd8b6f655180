// How does a codec become a format that never gives back another value than it was given (R19)?
import { hash } from "node:crypto";
import type { Awaitable, ClassTable, Digest, Format, Formatted } from "../contracts.ts";
import { cellarError, isCellarError } from "../errors.ts";
import { versionOf } from "../values/version.ts";
import type { Codec, Written } from "./codec.ts";
import { firstDifference } from "./firstDifference.ts";
import { Unwritable } from "./unwritable.ts";

/** Values that no format has bytes for; they stand beside its name, and their file is empty. */
const MARKERS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["null", null],
  ["undefined", undefined],
]);
const EMPTY_LIST = "empty list";

/** A format whose hint is bound: what a payload's row named. */
export interface HintedFormat extends Format {
  withHint(hint: string): Format;
}

/** Reads back at writing what is not proven to come back equal, and refuses with the path or column. */
export function checkedFormat(codec: Codec): HintedFormat {
  const { name, version } = codec;

  function encode(value: unknown, classes: ClassTable, known?: Digest): Awaitable<Formatted> {
    const marker = markerOf(value, codec);
    if (marker !== undefined) return formatted(codec, { bytes: new Uint8Array(0), hint: marker });
    const before = known ?? digestOf(value, classes, codec);
    const isExact = codec.isExact?.(value) === true;
    const check = (written: Written, back: unknown): Formatted => {
      const after = versionOf(back, classes);
      if (!after.ok || after.version !== before)
        throw unstorable(codec, firstDifference(value, back, classes), "not the same after reading it again");
      return formatted(codec, written);
    };
    const prove = (written: Written): Awaitable<Formatted> =>
      isExact
        ? formatted(codec, written)
        : then(codec.read(written.bytes, written.hint, classes), (back) => check(written, back));
    return guarded(
      () => then(codec.write(value, classes), prove),
      (error) => writingError(codec, error),
    );
  }

  function decode(bytes: Uint8Array, classes: ClassTable, hint?: string): Awaitable<unknown> {
    if (bytes.length === 0 && hint !== undefined) {
      if (MARKERS.has(hint)) return MARKERS.get(hint);
      if (hint === EMPTY_LIST) return [];
    }
    return guarded(
      () => codec.read(bytes, hint, classes),
      (error) => readingError(codec, error),
    );
  }

  return {
    name,
    version,
    encode,
    decode: (bytes, classes) => decode(bytes, classes),
    withHint: (hint) => ({ name, version, encode, decode: (bytes, classes) => decode(bytes, classes, hint) }),
  };
}

function markerOf(value: unknown, codec: Codec): string | undefined {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  const isEmpty = codec.marksEmptyList === true && Array.isArray(value) && value.length === 0;
  return isEmpty && Object.keys(value).length === 0 ? EMPTY_LIST : undefined;
}

function digestOf(value: unknown, classes: ClassTable, codec: Codec): Digest {
  const versioned = versionOf(value, classes);
  if (versioned.ok) return versioned.version;
  throw unstorable(codec, versioned.refusal.path, versioned.refusal.what);
}

function formatted({ name }: Codec, { bytes, hint }: Written): Formatted {
  return {
    chunks: [bytes],
    sizeBytes: bytes.length,
    bytesDigest: hash("sha256", bytes, "hex"),
    isPlainFile: true,
    format: hint === undefined ? name : `${name} ${hint}`,
  };
}

/** Names format, place and remedy. */
function unstorable(
  { name, remedy }: Pick<Codec, "name" | "remedy">,
  path: string,
  what: string,
  cause?: unknown,
): Error {
  const where = path === "" ? "it" : path.startsWith("column ") ? path : `\`${path}\``;
  return cellarError(
    "unstorable",
    `The value can't be written as ${name}: ${where} is ${what}. ${remedy}`,
    cause === undefined ? {} : { cause },
  );
}

function writingError(codec: Codec, error: unknown): Error {
  if (error instanceof Unwritable)
    return unstorable({ ...codec, remedy: error.remedy ?? codec.remedy }, error.path, error.what);
  if (isCellarError(error, "unstorable") || isCellarError(error, "missing-package")) return error;
  return unstorable(
    codec,
    "",
    `refused by its writer (${error instanceof Error ? error.message : String(error)})`,
    error,
  );
}

function readingError({ name }: Codec, error: unknown): Error {
  if (isCellarError(error, "corrupt-result") || isCellarError(error, "missing-package")) return error;
  const what = error instanceof Error ? error.message : String(error);
  return cellarError("corrupt-result", `The stored value can't be read as ${name}: ${what}`, { cause: error });
}

function then<A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Turns what is thrown, now or later, into the error of a format. */
function guarded<T>(work: () => Awaitable<T>, wordOf: (error: unknown) => Error): Awaitable<T> {
  try {
    const answer = work();
    return answer instanceof Promise
      ? answer.catch((error: unknown) => {
          throw wordOf(error);
        })
      : answer;
  } catch (error) {
    throw wordOf(error);
  }
}

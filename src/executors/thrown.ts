// How does what a body threw come from one thread to another? With its name, its message, its stack and what it holds.
import type { ClassTable } from "../contracts.ts";
import { cellarError, isCellarError } from "../errors.ts";
import { decodeValue } from "../values/decode.ts";
import { encodeValue } from "../values/encode.ts";
import { joined } from "./task.ts";

export interface Thrown {
  /** All of it, where the default format can carry it. */
  readonly bytes?: Uint8Array;
  readonly isError: boolean;
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** Of an error of ours. */
  readonly code?: string;
  readonly cause?: Thrown;
}

const KINDS: Readonly<Record<string, ErrorConstructor>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};
const MAX_CAUSES = 8;

/** Anything can be thrown, also what cannot be printed. */
export function tellThrown(thrown: unknown, classes: ClassTable, depth = 0): Thrown {
  const isError = thrown instanceof Error;
  const encoded = isCellarError(thrown) ? undefined : encodeValue(thrown, classes);
  const bytes = encoded?.ok === true ? joined(encoded.encoded.chunks, encoded.encoded.sizeBytes) : undefined;
  const read = (take: () => unknown, otherwise: string): string => {
    try {
      return String(take());
    } catch {
      return otherwise; // a getter of the thrown thing that throws itself
    }
  };
  const cause = isError && depth < MAX_CAUSES ? thrown.cause : undefined;
  return {
    ...(bytes === undefined ? {} : { bytes }),
    isError,
    name: isError ? read(() => thrown.name, "Error") : typeof thrown,
    message: read(() => (isError ? thrown.message : thrown), "something that cannot be printed"),
    ...(isError ? { stack: read(() => thrown.stack, "") } : {}),
    ...(isCellarError(thrown) ? { code: thrown.code } : {}),
    ...(cause === undefined ? {} : { cause: tellThrown(cause, classes, depth + 1) }),
  };
}

/** The like of what was thrown. */
export function thrownAgain(told: Thrown, classes: ClassTable): unknown {
  const whole = told.bytes === undefined ? undefined : decoded(told.bytes, classes);
  if (!told.isError) return whole === undefined ? told.message : whole.value;
  const error = whole?.value instanceof Error ? whole.value : remade(told, classes);
  define(error, "stack", told.stack);
  return error;
}

function remade({ name, message, code, cause }: Thrown, classes: ClassTable): Error {
  const options = cause === undefined ? {} : { cause: thrownAgain(cause, classes) };
  if (code !== undefined) return cellarError(code as Parameters<typeof cellarError>[0], message, options);
  const error = new (KINDS[name] ?? Error)(message, options);
  if (error.name !== name) define(error, "name", name);
  return error;
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
}

function decoded(bytes: Uint8Array, classes: ClassTable): { readonly value: unknown } | undefined {
  try {
    return { value: decodeValue(bytes, classes) };
  } catch (error) {
    if (isCellarError(error)) return undefined; // of a class that is not known here
    throw error;
  }
}

// How does a value look? Its own MIME bundle if it has one, and always text.
import util from "node:util";

const DISPLAY = Symbol.for("Jupyter.display");

export type MimeBundle = Readonly<Record<string, unknown>>;

/** Calls the value's `[Symbol.for("Jupyter.display")]()`, which may answer by promise. */
export async function mimeBundle(value: unknown): Promise<MimeBundle> {
  const own = displayOf(value);
  const bundle = own ? ((await own.call(value)) as MimeBundle | undefined) : undefined;
  return bundle?.["text/plain"] === undefined ? { ...bundle, "text/plain": textOf(value) } : bundle;
}

/** False for values that need not be awaited to be shown. */
export function displaysItself(value: unknown): boolean {
  return displayOf(value) !== undefined;
}

export function textOf(value: unknown): string {
  return util.inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 88 });
}

function displayOf(value: unknown): ((this: unknown) => unknown) | undefined {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return undefined;
  const own = (value as Record<symbol, unknown>)[DISPLAY];
  return typeof own === "function" ? (own as (this: unknown) => unknown) : undefined;
}

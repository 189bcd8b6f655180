// How is a value given that nobody may read afterwards? Wrapped: bodies get it plain, everything that is kept has its digest.

declare const plain: unique symbol;

/** A value whose text stays out of records, previews, explanations, logs and the database. */
export interface Secret<T> {
  readonly [plain]: T;
}

const INSPECT = Symbol.for("nodejs.util.inspect.custom");
const SHOWN = "secret(…)";

/** Nothing that prints, copies or serialises it finds the value. */
class SecretValue {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
    Object.freeze(this);
  }

  static open(wrapped: unknown): { readonly value: unknown } | undefined {
    return typeof wrapped === "object" && wrapped !== null && #value in wrapped ? { value: wrapped.#value } : undefined;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [INSPECT](): string {
    return SHOWN;
  }
}

/**
 * Wraps a whole input, config value or override (in the code of a node: `env("API_KEY", { secret: true })`), e.g. `{ inputs: { apiKey: secret(process.env.API_KEY) } }`.
 *
 * The node's function gets the plain value. What Cellar keeps has only the value's digest, and in recorded texts of
 * errors that repeat it stands `‹secret›` in its place. The key is that of the plain value: another secret executes what
 * reads it, the same one hits. A digest does not hide a value that can be guessed: a PIN is found by trying all of them.
 *
 * What a node makes of it is the author's business: a node that returns the secret stores it, as it stores any result.
 *
 * @param value taken as it is, not copied
 * @returns a wrapper that prints as `secret(…)`, also inside other values
 */
export function secret<T>(value: T): Secret<T> {
  return new SecretValue(value) as unknown as Secret<T>;
}

/** What `secret` has wrapped; undefined for any other value. */
export const openSecret = SecretValue.open;

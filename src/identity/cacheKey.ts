// Is it the same computation? The key of a node: code, environment, and the versions bound to its parameters (R1, R4).
import type { Binding, Digest } from "../contracts.ts";
import { digestOf } from "./digest.ts";

export const KEY_FORMAT = "key/1";
/** Follows a parameter's name where the files beside a saver's value are bound: no parameter has such a name (R29). */
export const SAVED = "@saved";

/** The fields of a key; `name` only where the key is open (R4). */
export interface KeyFields {
  readonly codeVersion: Digest;
  readonly environment: Digest;
  /** In any order; the key sorts by parameter. */
  readonly bindings: readonly Binding[];
  readonly name: string | undefined;
}

/**
 * The cache key of a computation.
 *
 * Parameter names are identifiers, versions are hex digits or have no NUL, so the joined text is injective.
 *
 * @returns 64 hex digits
 */
export function cacheKeyOf(fields: KeyFields): Digest {
  let text = `${fields.codeVersion}\n${fields.environment}\n${fields.name === undefined ? "" : `name\0${fields.name}`}`;
  for (const [parameter, kind, version] of sortedBindings(fields.bindings))
    text += `\n${parameter}\0${kind}\0${version}`;
  return digestOf(KEY_FORMAT, text);
}

/** Bindings by parameter name, as a key and a recipe keep them. */
export function sortedBindings(bindings: readonly Binding[]): readonly Binding[] {
  for (let i = 1; i < bindings.length; i++) {
    if (bindings[i - 1]![0] > bindings[i]![0]) return [...bindings].sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }
  return bindings;
}

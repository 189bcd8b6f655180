// Which random dataflows are edited? Modules of nodes over constants, helpers, a library, a module used as a part, and a world outside.
import fc from "fast-check";
import type { Behavior } from "./nodeText.ts";
import type { Declaration } from "./pen.ts";

export interface Program {
  /** The library is another cell, or a file beside the notebook. */
  readonly library: "cell" | "file";
  /** So is the module that others use as a part. */
  readonly inner: "cell" | "file";
  readonly mode: "one" | "two" | "three";
  readonly x: number;
  readonly parts: readonly Declaration[];
  readonly nodes: readonly Declaration[];
  readonly innerNodes: readonly Declaration[];
  /** What the declared files and variables hold. */
  readonly files: readonly number[];
  readonly variables: readonly number[];
  /** Of each run; 0 for none. */
  readonly seed: number;
  /** What `withCache()` says of single nodes. */
  readonly lists: readonly { readonly at: number; readonly behavior: Behavior }[];
}

export const MODULES = 3;

const declaration = fc.record({
  shape: fc.nat(4999),
  home: fc.nat(MODULES),
  uses: fc.array(fc.nat(9), { maxLength: 3 }),
  deps: fc.array(fc.nat(9), { maxLength: 3 }),
  choices: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
  styles: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
});

const two = fc.tuple(fc.nat(3), fc.nat(3));
const behavior = fc.constantFrom<Behavior>("default", "recompute", "disable", "ignore");

export const lists = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fc.record({ at: fc.nat(30), behavior }), { maxLength: 2 }) },
);

export const program: fc.Arbitrary<Program> = fc.record({
  library: fc.constantFrom("cell", "file"),
  inner: fc.constantFrom("cell", "file"),
  mode: fc.constantFrom("one", "two", "three"),
  x: fc.nat(3),
  parts: fc.array(declaration, { minLength: 1, maxLength: 5 }),
  nodes: fc.array(declaration, { minLength: 1, maxLength: 6 }),
  innerNodes: fc.array(declaration, { minLength: 1, maxLength: 3 }),
  files: two,
  variables: two,
  seed: fc.nat(2),
  lists,
});

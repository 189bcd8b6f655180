// How does a modifier say that a parameter reads a node, not a value?

/** A node or input by its name. */
export interface Source<N extends string = string> {
  readonly from: N;
}

/** The node or input `name`, in `parameterize()` and `inject()`; a text as it stands is a value. */
export function source<const N extends string>(name: N): Source<N> {
  return { from: name };
}

// How is something made when it is first asked for, and only then?

/** Remembers what `make` returned. A promise that fails is remembered too: the reason does not go away. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

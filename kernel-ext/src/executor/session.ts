// What do later cells know of earlier ones? Their names, with types and values.

export interface Session {
  /** TypeScript declarations of all names. */
  declarations: string;
  /** Values by name, as cells export them. */
  readonly variables: Record<string, unknown>;
  /** What a cell is given as its `exports`. */
  readonly exports: object;
}

export function createSession(): Session {
  const variables: Record<string, unknown> = {};
  const exports = new Proxy(variables, {
    // TypeScript exports imports and re-exports by getter; in a notebook a later cell may assign such a name anew.
    defineProperty(_target, name, attributes) {
      if (name !== "__esModule") Reflect.set(variables, name, attributes.get ? attributes.get() : attributes.value);
      return true;
    },
  });
  return { declarations: "", variables, exports };
}

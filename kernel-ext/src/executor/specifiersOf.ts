// What does a cell import? The specifiers of the `require` calls that TypeScript made of its imports.

/** Each once, in order. */
export function specifiersOf(javascript: string): string[] {
  return [...new Set([...javascript.matchAll(/\brequire\((["'])((?:(?!\1)[^\\\n])+)\1\)/g)].map((match) => match[2]!))];
}

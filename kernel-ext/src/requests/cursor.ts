// Where is the cursor? Jupyter counts characters as Unicode code points, TypeScript as UTF-16 units.

/** UTF-16 offset of a position in code points. */
export function toUnits(text: string, codePoints: number): number {
  let units = 0;
  let left = codePoints;
  for (const character of text) {
    if (left-- <= 0) break;
    units += character.length;
  }
  return units;
}

export function toCodePoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}

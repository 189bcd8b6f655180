// What does the comment above a declaration say, where TypeScript did not parse it?
import type ts from "typescript";

/** Text of the first declaration's doc comment, as TypeScript gives documentation; empty where there is none. */
export function commentOf(typescript: typeof ts, symbol: ts.Symbol): ts.SymbolDisplayPart[] {
  for (const declaration of symbol.declarations ?? []) {
    const { text } = declaration.getSourceFile();
    const ranges = typescript.getLeadingCommentRanges(text, declaration.getFullStart()) ?? [];
    const comment = ranges.map(({ pos, end }) => text.slice(pos, end)).findLast((range) => range.startsWith("/**"));
    if (comment !== undefined) return [{ kind: "text", text: withoutStars(comment) }];
  }
  return [];
}

function withoutStars(comment: string): string {
  return comment
    .slice("/**".length, -"*/".length)
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .trim();
}

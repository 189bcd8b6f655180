// May an ordinary cell say `export`? It means nothing there: every name of a cell is known to later cells anyway.
import type ts from "typescript";

/** The text with `export` before declarations replaced by as many blanks, so that every position stays true. */
export function blankExports(typescript: typeof ts, text: string): string {
  if (!/\bexport\b/.test(text)) return text;
  const file = typescript.createSourceFile(
    "cell.ts",
    text,
    typescript.ScriptTarget.Latest,
    false,
    typescript.ScriptKind.TS,
  );
  let blanked = text;
  for (const statement of file.statements) {
    const keyword = exportKeyword(typescript, statement);
    if (!keyword) continue;
    const start = keyword.getStart(file);
    blanked = blanked.slice(0, start) + " ".repeat(keyword.end - start) + blanked.slice(keyword.end);
  }
  return blanked;
}

/** The `export` of a declaration; none where a `default` follows. */
function exportKeyword(typescript: typeof ts, statement: ts.Statement): ts.ModifierLike | undefined {
  const modifiers = typescript.canHaveModifiers(statement) ? typescript.getModifiers(statement) : undefined;
  const isDefault = modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DefaultKeyword);
  return isDefault ? undefined : modifiers?.find(({ kind }) => kind === typescript.SyntaxKind.ExportKeyword);
}

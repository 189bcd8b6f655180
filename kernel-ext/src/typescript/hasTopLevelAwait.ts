// Must a cell be evaluated in an async function? Stock TypeScript does not say; the syntax does.
import type ts from "typescript";

export function hasTopLevelAwait(typescript: typeof ts, text: string): boolean {
  if (!/\bawait\b/.test(text)) return false;
  // Read as a module: in a script `await (x)` calls a function of that name.
  const file = typescript.createSourceFile(
    "cell.ts",
    `${text}\nexport {}`,
    typescript.ScriptTarget.Latest,
    false,
    typescript.ScriptKind.TS,
  );
  return awaits(file) === true;

  function awaits(node: ts.Node): true | undefined {
    if (typescript.isFunctionLike(node) || typescript.isClassStaticBlockDeclaration(node)) return undefined;
    if (typescript.isAwaitExpression(node)) return true;
    if (typescript.isForOfStatement(node) && node.awaitModifier) return true;
    if (typescript.isVariableDeclarationList(node) && isAwaitUsing(node)) return true;
    return typescript.forEachChild(node, awaits);
  }

  function isAwaitUsing(list: ts.VariableDeclarationList): boolean {
    return (list.flags & typescript.NodeFlags.AwaitUsing) === typescript.NodeFlags.AwaitUsing;
  }
}

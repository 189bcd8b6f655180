// Which names does this code bind? Patterns, blocks, and `var`s that rise to their function.
import type { BindingName, Node, Statement } from "typescript";
import { compiler } from "../compiler.ts";
import { isErased } from "../erased.ts";
import { kindOf } from "../shape.ts";

/** The identifiers of a pattern, in order: `{ a, b: [c] }` binds `a` and `c`. */
export function boundIdentifiers(name: BindingName): readonly (BindingName & { readonly text: string })[] {
  const ts = compiler();
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundIdentifiers(element.name)));
}

export function addBound(name: BindingName, into: Set<string>): void {
  for (const identifier of boundIdentifiers(name)) into.add(identifier.text);
}

/** Adds what `let`, `const`, `class`, `function`, `enum` and `namespace` bind in a list of statements. */
export function addLexical(statements: readonly Statement[], into: Set<string>): void {
  const ts = compiler();
  for (const statement of statements) {
    if (isErased(statement)) continue;
    if (ts.isVariableStatement(statement)) {
      if ((statement.declarationList.flags & ts.NodeFlags.BlockScoped) === 0) continue;
      for (const declaration of statement.declarationList.declarations) addBound(declaration.name, into);
    } else if (
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement) ||
      ts.isImportEqualsDeclaration(statement)
    ) {
      if (statement.name !== undefined) into.add(statement.name.text);
    }
  }
}

/** Statements that hold statements, with the fields to look into for `var`. */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  Block: ["statements"],
  IfStatement: ["thenStatement", "elseStatement"],
  DoStatement: ["statement"],
  WhileStatement: ["statement"],
  WithStatement: ["statement"],
  LabeledStatement: ["statement"],
  ForStatement: ["initializer", "statement"],
  ForInStatement: ["initializer", "statement"],
  ForOfStatement: ["initializer", "statement"],
  SwitchStatement: ["caseBlock"],
  CaseBlock: ["clauses"],
  CaseClause: ["statements"],
  DefaultClause: ["statements"],
  TryStatement: ["tryBlock", "catchClause", "finallyBlock"],
  CatchClause: ["block"],
  VariableStatement: ["declarationList"],
};

/** The identifiers that `var` binds anywhere in these statements, not looking into functions. */
export function hoistedVars(statements: readonly Node[]): readonly (BindingName & { readonly text: string })[] {
  const ts = compiler();
  const found: (BindingName & { readonly text: string })[] = [];
  const stack: Node[] = [...statements].reverse();
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (ts.isVariableDeclarationList(node)) {
      if ((node.flags & ts.NodeFlags.BlockScoped) !== 0) continue;
      for (const declaration of node.declarations) found.push(...boundIdentifiers(declaration.name));
      continue;
    }
    if (ts.isVariableStatement(node) && isErased(node)) continue;
    for (const field of HOLDS[kindOf(node)] ?? []) {
      const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
      if (Array.isArray(value)) stack.push(...[...(value as readonly Node[])].reverse());
      else if (value !== undefined) stack.push(value as Node);
    }
  }
  return found;
}

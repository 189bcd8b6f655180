// Does the code of a namespace say all that is in it (R8.1)? And is there something at which nobody can look?
import type { ModuleDeclaration, Node, Statement } from "typescript";
import { hasComputedStatics, staticDoubts } from "../classes/statics.ts";
import { compiler } from "../compiler.ts";
import { doubtAt } from "../doubts.ts";
import { hasModifier, isErased } from "../erased.ts";
import type { Doubt } from "../facts.ts";
import { isLiteralEnum, literalHolds } from "./literalConstant.ts";

/** A namespace of functions, classes, enums and plain literals keeps no state; of any other the values must be looked at. */
export function isLiteralNamespace(declaration: ModuleDeclaration): boolean {
  return statementsOf(declaration).every(keepsNoState);
}

/** State that is not exported, beside a function or class whose own properties can be looked at. */
export function namespaceDoubts(tree: Node): readonly Doubt[] {
  if (!compiler().isModuleDeclaration(tree)) return [];
  return statementsOf(tree)
    .filter((statement) => !hasModifier(statement, "ExportKeyword") && !keepsNoState(statement))
    .map((statement) => doubtAt("state in a namespace", statement));
}

function statementsOf({ body }: ModuleDeclaration): readonly Statement[] {
  const ts = compiler();
  if (body === undefined) return [];
  if (ts.isModuleDeclaration(body)) return [body];
  return ts.isModuleBlock(body) ? body.statements.filter((statement) => !isErased(statement)) : [];
}

function keepsNoState(statement: Statement): boolean {
  const ts = compiler();
  if (ts.isFunctionDeclaration(statement)) return true;
  if (ts.isClassDeclaration(statement)) return !hasComputedStatics(statement) && staticDoubts(statement).length === 0;
  if (ts.isEnumDeclaration(statement)) return isLiteralEnum(statement, () => undefined, new Set());
  if (ts.isModuleDeclaration(statement)) return isLiteralNamespace(statement);
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) return false;
  return statement.declarationList.declarations.every(({ initializer }) => {
    const isContainer =
      initializer === undefined ||
      ts.isArrayLiteralExpression(initializer) ||
      ts.isObjectLiteralExpression(initializer);
    return !isContainer && literalHolds(initializer, () => undefined) !== undefined;
  });
}

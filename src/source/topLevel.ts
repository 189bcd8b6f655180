// What stands at the top level of a module: which names are declared by what, what is exported, what merely runs?
import type {
  CallExpression,
  ExportAssignment,
  Node,
  SourceFile,
  Statement,
  VariableDeclaration,
  VariableDeclarationList,
} from "typescript";
import { compiler } from "./compiler.ts";
import { hasModifier, isErased } from "./erased.ts";
import { type ModifierCall, takeModifiers } from "./modifiers/modifierCalls.ts";
import { choiceIn } from "./modifiers/variants.ts";
import { boundIdentifiers, hoistedVars } from "./names/bindings.ts";
import { unwrap } from "./shape.ts";

export type DeclaredKind = "function" | "class" | "enum" | "namespace" | "variable";

/** Name of the part that a default export without a name of its own is; no identifier, so that it meets no other. */
export const DEFAULT = "default";

/** A top-level value by its name; namespaces and enums may be declared in several pieces. */
export interface Declared {
  readonly name: string;
  readonly kind: DeclaredKind;
  /** Where it is named. */
  readonly identifier: Node;
  readonly pieces: Piece[];
}

export interface Piece {
  readonly name: string;
  readonly kind: DeclaredKind;
  readonly identifier: Node;
  /** What counts as its code. */
  readonly tree: Node;
  /** The text as written, for a diff. */
  readonly text: string;
  /** The statement that it stands in; its doc comment is there. */
  readonly statement: Statement;
  readonly variable?: VariableDeclaration;
  /** What wraps the function, outermost first: none of the code that runs when it is called. */
  readonly modifiers?: readonly ModifierCall[];
  /** Of a constant that is chosen by `oneOf`: which variant this is, from 1. */
  readonly variant?: { readonly at: number; readonly chooser: CallExpression };
}

export interface TopLevel {
  /** By name, in source order. */
  readonly declared: ReadonlyMap<string, Declared>;
  /** Second and later declarations of a name that may have but one. */
  readonly duplicates: readonly { readonly name: string; readonly identifier: Node; readonly first: Node }[];
  /** Exported names and the top-level names behind them. */
  readonly exports: readonly { readonly name: string; readonly local: string; readonly node: Node }[];
  /** Statements that are run for what they do. */
  readonly statements: readonly Statement[];
  /** `export default function …`: exported under no name of its own. */
  readonly defaults: readonly Statement[];
}

export function topLevelOf(file: SourceFile): TopLevel {
  const ts = compiler();
  const declared = new Map<string, Declared>();
  const duplicates: { name: string; identifier: Node; first: Node }[] = [];
  const exports: { name: string; local: string; node: Node }[] = [];
  const statements: Statement[] = [];
  const defaults: Statement[] = [];

  const declare = (piece: Piece): void => {
    const { name } = piece;
    const before = declared.get(name);
    if (before === undefined) {
      declared.set(name, { name, kind: piece.kind, identifier: piece.identifier, pieces: [piece] });
    } else {
      if (!mayMerge(before, piece)) duplicates.push({ name, identifier: piece.identifier, first: before.identifier });
      before.pieces.push(piece);
    }
  };

  for (const statement of file.statements) {
    if (isErased(statement)) continue;
    const isDefault = hasModifier(statement, "DefaultKeyword");
    const isExported = hasModifier(statement, "ExportKeyword") && !isDefault;
    const pieces = piecesOf(statement);
    for (const piece of pieces) {
      if (piece.variant !== undefined && piece.variant.at > 1) {
        declared.get(piece.name)!.pieces.push(piece);
        continue;
      }
      declare(piece);
      if (isExported) exports.push({ name: piece.name, local: piece.name, node: piece.identifier });
      if (isDefault || piece.name === DEFAULT)
        exports.push({ name: DEFAULT, local: piece.name, node: piece.identifier });
    }
    const defaultName = defaultNameOf(statement);
    if (defaultName !== undefined) exports.push({ name: DEFAULT, local: defaultName, node: statement });
    if (isExported && ts.isImportEqualsDeclaration(statement) && pieces.length === 0)
      exports.push({ name: statement.name.text, local: statement.name.text, node: statement.name });
    if (isDefault && ts.isFunctionDeclaration(statement)) defaults.push(statement);
    if (
      ts.isExportDeclaration(statement) &&
      statement.moduleSpecifier === undefined &&
      statement.exportClause !== undefined
    ) {
      if (!ts.isNamedExports(statement.exportClause)) continue;
      for (const element of statement.exportClause.elements) {
        if (element.isTypeOnly) continue;
        exports.push({ name: element.name.text, local: (element.propertyName ?? element.name).text, node: element });
      }
      continue;
    }
    if (!isDeclaration(statement, pieces)) statements.push(statement);
  }
  return { declared, duplicates, exports, statements, defaults };
}

function piecesOf(statement: Statement): readonly Piece[] {
  const ts = compiler();
  const text = statement.getText();
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const kind = ts.isClassDeclaration(statement) ? "class" : "function";
    // A function without a name is refused as a whole.
    if (statement.name === undefined && kind === "function") return [];
    return [pieceOf(kind, statement.name, statement)];
  }
  if (ts.isEnumDeclaration(statement)) return [pieceOf("enum", statement.name, statement)];
  if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name))
    return [pieceOf("namespace", statement.name, statement)];
  if (ts.isImportEqualsDeclaration(statement) && !ts.isExternalModuleReference(statement.moduleReference))
    return [pieceOf("variable", statement.name, statement)];
  if (ts.isExportAssignment(statement)) return defaultPieces(statement);
  if (ts.isVariableStatement(statement)) {
    const { declarations } = statement.declarationList;
    return declarations.flatMap((variable) => variablePieces(statement, variable, declarations.length > 1));
  }
  // `if (x) { var y = 1 }` and `for (var i = 0; …)` at top level bind names of the module.
  return hoistedVars([statement]).map((identifier) => ({
    name: identifier.text,
    kind: "variable",
    identifier,
    tree: statement,
    text,
    statement,
  }));
}

function pieceOf(
  kind: DeclaredKind,
  name: (Node & { readonly text: string }) | undefined,
  statement: Statement,
): Piece {
  const text = statement.getText();
  return { name: name?.text ?? DEFAULT, kind, identifier: name ?? statement, tree: statement, text, statement };
}

/** `export default 5`; of `export default name` the name is what is exported. */
function defaultPieces(statement: ExportAssignment): readonly Piece[] {
  const held = unwrap(statement.expression);
  if (statement.isExportEquals === true || compiler().isIdentifier(held)) return [];
  const kind = kindOfHeld(held);
  return [{ ...pieceOf(kind, undefined, statement), ...(kind === "variable" ? {} : { tree: held }) }];
}

function defaultNameOf(statement: Statement): string | undefined {
  const ts = compiler();
  if (!ts.isExportAssignment(statement) || statement.isExportEquals === true) return undefined;
  const held = unwrap(statement.expression);
  return ts.isIdentifier(held) ? held.text : undefined;
}

function variablePieces(statement: Statement, variable: VariableDeclaration, isOneOfMany: boolean): readonly Piece[] {
  // What stands before the first declaration is the keyword.
  const first = (variable.parent as VariableDeclarationList).declarations[0]!;
  const keyword = variable.getSourceFile().text.slice(variable.parent.getStart(), first.getStart()).trim();
  const text = isOneOfMany ? `${keyword} ${variable.getText()};` : statement.getText();
  const choice = variable.initializer === undefined ? undefined : choiceIn(variable.initializer);
  if (choice !== undefined && choice.variants.length > 0 && compiler().isIdentifier(variable.name)) {
    const { name: identifier } = variable;
    const about = { name: identifier.text, kind: "function", identifier, text, statement, variable } as const;
    return choice.variants.map(({ modifiers, held }, index) => ({
      ...about,
      tree: held,
      modifiers,
      variant: { at: index + 1, chooser: choice.chooser },
    }));
  }
  return boundIdentifiers(variable.name).map((identifier) => {
    const { modifiers, held } = heldBy(variable);
    const kind = held === undefined ? "variable" : kindOfHeld(held);
    const tree = kind === "variable" ? variable : held!;
    const wrapped = modifiers.length === 0 ? {} : { modifiers };
    return { name: identifier.text, kind, identifier, tree, text, statement, variable, ...wrapped };
  });
}

/** A constant that holds a function or a class is one, also where modifiers wrap it. */
function heldBy(variable: VariableDeclaration): { readonly modifiers: readonly ModifierCall[]; readonly held?: Node } {
  const ts = compiler();
  if (variable.initializer === undefined || !ts.isIdentifier(variable.name)) return { modifiers: [] };
  return takeModifiers(variable.initializer);
}

function kindOfHeld(held: Node): DeclaredKind {
  const ts = compiler();
  if (ts.isArrowFunction(held) || ts.isFunctionExpression(held)) return "function";
  return ts.isClassExpression(held) ? "class" : "variable";
}

function mayMerge(before: Declared, piece: Piece): boolean {
  const kinds = new Set([before.kind, piece.kind]);
  if (kinds.has("namespace")) return !kinds.has("variable");
  if (kinds.size === 1 && kinds.has("enum")) return true;
  return [before.pieces[0]!, piece].every(isVar);
}

function isVar(piece: Piece): boolean {
  const ts = compiler();
  if (piece.kind !== "variable") return false;
  return (
    !ts.isVariableStatement(piece.statement) || (piece.statement.declarationList.flags & ts.NodeFlags.BlockScoped) === 0
  );
}

/** Does the statement do no more than bind names? */
function isDeclaration(statement: Statement, pieces: readonly Piece[]): boolean {
  const ts = compiler();
  if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement) || ts.isExportDeclaration(statement))
    return true;
  // `export default …` stands there for its value.
  if (ts.isExportAssignment(statement)) return pieces.length > 0;
  // `if (x) { var y = … }` binds a name and does something besides.
  return pieces.some((piece) => piece.tree !== statement || piece.kind !== "variable");
}

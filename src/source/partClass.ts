// How does a top-level value count: by its code, by its value, or as state (R8)?
import { compiler } from "./compiler.ts";
import type { PartClass } from "./facts.ts";
import { isLiteralEnum, isLiteralExpression, isLiteralNamespace } from "./literalConstant.ts";
import type { ModuleWrite } from "./moduleWrites.ts";
import type { Declared, Piece } from "./topLevel.ts";

/** What the class of one name depends on. */
export interface ClassContext {
  /** Writes to the name by the module's own code. */
  readonly writes: readonly ModuleWrite[];
  /** Is another top-level name known by its code alone? */
  isLiteral(name: string): boolean;
  /** Names that the pieces of one enum see of each other. */
  shared(name: string): ReadonlySet<string>;
}

export function partClass(declared: Declared, { writes, isLiteral, shared }: ClassContext): PartClass {
  const ts = compiler();
  const isReassigned = writes.some((write) => write.how === "reassigned");
  switch (declared.kind) {
    case "function":
      return isReassigned ? "mutable" : "function";
    case "class":
      return isReassigned ? "mutable" : "class";
    case "enum":
      if (writes.length > 0) return "mutable";
      return declared.pieces.every(
        (p) => ts.isEnumDeclaration(p.tree) && isLiteralEnum(p.tree, isLiteral, shared(declared.name)),
      )
        ? "enum"
        : "computed";
    case "namespace":
      if (writes.length > 0) return "mutable";
      return declared.pieces.every((p) => !ts.isModuleDeclaration(p.tree) || isLiteralNamespace(p.tree))
        ? "namespace"
        : "computed";
    case "variable":
      if (writes.some((write) => !write.atLoad)) return "mutable";
      // Written only while the module is loaded: what it is afterwards stays, so its value says all.
      if (writes.length > 0) return "computed";
      return declared.pieces.every((piece) => isLiteralPiece(piece, isLiteral)) ? "literal" : "computed";
  }
}

function isLiteralPiece({ variable, tree }: Piece, isLiteral: (name: string) => boolean): boolean {
  if (variable === undefined || tree !== variable) return false;
  const ts = compiler();
  const flags = variable.parent.flags & ts.NodeFlags.BlockScoped;
  if (flags === ts.NodeFlags.Using || flags === ts.NodeFlags.AwaitUsing) return false;
  if (variable.initializer === undefined) return true;
  return ts.isIdentifier(variable.name) && isLiteralExpression(variable.initializer, isLiteral);
}

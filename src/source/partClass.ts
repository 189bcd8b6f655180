// How does a top-level value count: by its code, by its value, or as state (R8)?
import { compiler } from "./compiler.ts";
import { type Holds, type HoldsOf, isLiteralEnum, literalHolds } from "./constants/literalConstant.ts";
import { isLiteralNamespace } from "./constants/literalNamespace.ts";
import type { PartClass } from "./facts.ts";
import type { Declared, Piece } from "./topLevel.ts";
import type { ModuleWrite } from "./writes/moduleWrites.ts";

/** What the class of one name depends on. */
export interface ClassContext {
  /** Writes to the name by the module's own code. */
  readonly writes: readonly ModuleWrite[];
  /** What another top-level name holds that is known by its code alone. */
  readonly holdsOf: HoldsOf;
  /** Names that the pieces of one enum see of each other. */
  shared(name: string): ReadonlySet<string>;
}

export function partClass(declared: Declared, { writes, holdsOf, shared }: ClassContext): PartClass {
  const ts = compiler();
  const isReassigned = writes.some((write) => write.how === "reassigned");
  switch (declared.kind) {
    case "function":
      return isReassigned ? "mutable" : "function";
    case "class":
      return isReassigned ? "mutable" : "class";
    case "enum":
      if (writes.length > 0) return whenWritten(writes);
      return declared.pieces.every(
        (p) => ts.isEnumDeclaration(p.tree) && isLiteralEnum(p.tree, holdsOf, shared(declared.name)),
      )
        ? "enum"
        : "computed";
    case "namespace":
      if (writes.length > 0) return whenWritten(writes);
      return declared.pieces.every((p) => !ts.isModuleDeclaration(p.tree) || isLiteralNamespace(p.tree))
        ? "namespace"
        : "computed";
    case "variable":
      if (writes.some((write) => !write.atLoad)) return "mutable";
      // Written only while the module is loaded: what it is afterwards stays, so its value says all.
      if (writes.some((write) => write.via !== "unknown call")) return "computed";
      return declared.pieces.every((piece) => isLiteral(holdsPiece(piece, holdsOf), writes)) ? "literal" : "computed";
  }
}

/** A function that is handed an enum or a namespace while the module is loaded may leave other values in it. */
function whenWritten(writes: readonly ModuleWrite[]): PartClass {
  return writes.some((write) => write.via === "code") ? "mutable" : "computed";
}

/**
 * Data that an imported function was given may have been filled by it, and its value tells. Of an object that holds
 * functions it could not (those have no version), so of that its code is taken for what it is.
 */
function isLiteral(holds: Holds | undefined, writes: readonly ModuleWrite[]): boolean {
  return holds !== undefined && (writes.length === 0 || holds !== "data");
}

/** What a part holds that counts by its code; undefined for any other. */
export function partHolds(declared: Declared, kind: PartClass, holdsOf: HoldsOf): Holds | undefined {
  switch (kind) {
    case "function":
    case "class":
      return "names";
    case "enum":
      return "data";
    case "namespace":
      return "functions";
    case "literal":
      return declared.pieces.reduce<Holds>((most, piece) => {
        const holds = holdsPiece(piece, holdsOf)!;
        return holds === "data" || most === "names" ? most : holds;
      }, "data");
    default:
      return undefined;
  }
}

function holdsPiece({ variable, tree }: Piece, holdsOf: HoldsOf): Holds | undefined {
  const ts = compiler();
  if (ts.isExportAssignment(tree)) return literalHolds(tree.expression, holdsOf);
  if (variable === undefined || tree !== variable) return undefined;
  const flags = variable.parent.flags & ts.NodeFlags.BlockScoped;
  if (flags === ts.NodeFlags.Using || flags === ts.NodeFlags.AwaitUsing) return undefined;
  if (variable.initializer === undefined) return "data";
  return ts.isIdentifier(variable.name) ? literalHolds(variable.initializer, holdsOf) : undefined;
}

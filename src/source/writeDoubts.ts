// What do the module's own writes to a name leave in doubt (R8.4)?
import type { Node } from "typescript";
import { doubtAt } from "./doubts.ts";
import type { Doubt } from "./facts.ts";
import { isLiteralExpression } from "./literalConstant.ts";
import type { ModuleWrite } from "./moduleWrites.ts";
import type { Declared } from "./topLevel.ts";

/** A write after loading makes state; of functions and classes, so does a property that was computed. */
export function writeDoubts(declared: Declared, writes: readonly ModuleWrite[]): readonly Doubt[] {
  const isCode = declared.kind === "function" || declared.kind === "class";
  const isOwn = (tree: Node): boolean => declared.pieces.some((piece) => piece.tree === tree);
  return writes.flatMap((write) => {
    if (!write.atLoad) return [doubtAt("mutable module state", write.node)];
    const isComputed = write.value !== undefined && !isLiteralExpression(write.value, () => false);
    return isCode && isComputed && !isOwn(write.tree) ? [doubtAt("computed property", write.node)] : [];
  });
}

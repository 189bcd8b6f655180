// Does this code change what a parameter holds, so that a caller's value is no longer what it was?
import type { Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { isLocal, type Place, parameterOwner } from "../names/scopes.ts";
import { sameValue, writeOf } from "../names/uses.ts";
import { isMutator } from "./mutators.ts";
import { rootOf } from "./references.ts";

/**
 * Is this local name written through, and its value handed in from outside of the tree?
 * A parameter that was put into another local name first (`const own = rows; own.push(1)`) is not seen.
 */
export function writesParameter(id: Identifier, place: Place): boolean {
  const owner = parameterOwner(id.text, place);
  const write = owner === undefined ? undefined : writeOf(id);
  if (write === undefined || write.how !== "written through") return false;
  return (write.method === undefined || isMutator(write.method)) && comesFromOutside(owner!, place);
}

/** `load().map((row) => { row.a = 1; … })` changes what was just made; `rows.forEach((row) => …)` what `rows` holds. */
function comesFromOutside(owner: Node, place: Place): boolean {
  const ts = compiler();
  const call = sameValue(owner).parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return true;
  const receiver = rootOf(call.expression.expression);
  if (receiver === undefined) return false;
  if (!isLocal(receiver.text, place)) return true;
  const outer = parameterOwner(receiver.text, place);
  return outer !== undefined && outer !== owner && comesFromOutside(outer, place);
}

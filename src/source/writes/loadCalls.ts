// What is called while the module is loaded, and with what in its hands?
import type { Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { isHarmlessCall } from "./effects.ts";
import { referencesIn, rootOf } from "./references.ts";
import { isSynchronousCall } from "./syncCallback.ts";

/** A call, `new` or tagged template that runs while the module is loaded. */
export interface LoadCall {
  readonly node: Node;
  /** `fill` of `fill(rows)`, `api` of `api.fill(rows)`; undefined where it is a local name or no name at all. */
  readonly callee: string | undefined;
  /** Does it belong to the language, so that it changes nothing but by the functions that it is given? */
  readonly isHarmless: boolean;
  /** The module's names that it is given, also those of a receiver: `[rows].forEach(fill)` gives `rows` and `fill`. */
  readonly given: readonly Identifier[];
  /** Is it given one of the world's objects, e.g. `globalThis` or `Array.prototype`? */
  readonly isGivenWorld: boolean;
}

/** What the question must know of names at the call's place. */
export interface NamesAround {
  isLocal(name: string): boolean;
  isOwn(name: string): boolean;
}

/** The world's objects that have something to write to. */
const WORLD = /^(globalThis|global|process|[A-Z]\w*)$/;

export function loadCallOf(node: Node, names: NamesAround): LoadCall | undefined {
  const ts = compiler();
  const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
  if (!isCall && !ts.isTaggedTemplateExpression(node)) return undefined;
  const called = isCall ? node.expression : node.tag;
  const given = isCall ? [...(node.arguments ?? [])] : spansOf(node.template);
  if (isSynchronousCall(node) && ts.isPropertyAccessExpression(called)) given.push(called.expression);
  const root = rootOf(called);
  // Printing hands nothing on.
  if (root?.text === "console" && !names.isOwn(root.text)) return undefined;
  const references = given.flatMap(referencesIn).filter((id) => !names.isLocal(id.text));
  const isOwnCallee = root !== undefined && !names.isLocal(root.text) && names.isOwn(root.text);
  return {
    node,
    callee: isOwnCallee ? root.text : undefined,
    isHarmless: isHarmlessCall(node, (name) => names.isLocal(name) || names.isOwn(name)),
    given: references.filter((id) => names.isOwn(id.text)),
    isGivenWorld: references.some((id) => !names.isOwn(id.text) && WORLD.test(id.text)),
  };
}

function spansOf(template: Node): Node[] {
  return compiler().isTemplateExpression(template) ? template.templateSpans.map((span) => span.expression) : [];
}

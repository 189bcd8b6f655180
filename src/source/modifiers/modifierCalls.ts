// Which modifiers wrap this expression, and what stands innermost?
import type { CallExpression, Expression, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { importedAs } from "../names/importedAs.ts";
import { unwrap } from "../shape.ts";
import { MODIFIERS, type ModifierName } from "./modifierFacts.ts";

export interface ModifierCall {
  readonly name: ModifierName;
  readonly call: CallExpression;
  /** Its arguments without the function that it wraps. */
  readonly options: readonly Expression[];
}

export interface Wrapped {
  /** Outermost first. */
  readonly modifiers: readonly ModifierCall[];
  /** What they wrap: a function, or whatever else stands there. */
  readonly held: Node;
}

/** Takes off what is called by its name from the engine: `cache({ … }, tag({ … }, () => …))`. */
export function takeModifiers(expression: Node): Wrapped {
  const ts = compiler();
  const modifiers: ModifierCall[] = [];
  let held = unwrap(expression);
  for (;;) {
    const name = ts.isCallExpression(held) ? modifierOf(held.expression) : undefined;
    if (name === undefined) return { modifiers, held };
    const call = held as CallExpression;
    const last = call.arguments.at(-1);
    if (last === undefined) return { modifiers, held };
    modifiers.push({ name, call, options: call.arguments.slice(0, -1) });
    held = unwrap(last);
  }
}

/** Names of the module and its imports that the modifiers mention, beside the function that they wrap. */
export function namesInModifiers({
  modifiers = [],
  variant,
}: {
  readonly modifiers?: readonly ModifierCall[];
  readonly variant?: { readonly chooser: CallExpression };
}): ReadonlySet<string> {
  const ts = compiler();
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const { call, options } of modifiers) for (const node of [call.expression, ...options]) visit(node);
  if (variant !== undefined) visit(variant.chooser.expression);
  return names;
}

function modifierOf(callee: Expression): ModifierName | undefined {
  return nameIn(importedAs(callee));
}

function nameIn(text: string | undefined): ModifierName | undefined {
  return text !== undefined && Object.hasOwn(MODIFIERS, text) ? (text as ModifierName) : undefined;
}

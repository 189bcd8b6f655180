// Which modifiers wrap this expression, and what stands innermost?
import type { CallExpression, Expression, Node, SourceFile } from "typescript";
import { compiler } from "./compiler.ts";
import { staticImports } from "./imports.ts";
import { MODIFIERS, type ModifierName } from "./modifierFacts.ts";
import { unwrap } from "./shape.ts";

const PACKAGE = "cellar";

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

/** What the callee is called in the engine: imported by its name, or a property of the whole package. */
export function importedAs(callee: Expression): string | undefined {
  const ts = compiler();
  const bindings = bindingsOf(callee.getSourceFile());
  if (ts.isIdentifier(callee)) return bindings.get(callee.text);
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  return bindings.get(callee.expression.text) === "*" ? callee.name.text : undefined;
}

function nameIn(text: string | undefined): ModifierName | undefined {
  return text !== undefined && Object.hasOwn(MODIFIERS, text) ? (text as ModifierName) : undefined;
}

const known = new WeakMap<SourceFile, ReadonlyMap<string, string>>();

/** What each local name takes from the engine. */
function bindingsOf(file: SourceFile): ReadonlyMap<string, string> {
  const found = known.get(file);
  if (found !== undefined) return found;
  const made = new Map(
    staticImports(file).flatMap(({ local, imported, specifier, typeOnly }) =>
      local === undefined || imported === undefined || typeOnly || specifier !== PACKAGE
        ? []
        : [[local, imported] as const],
    ),
  );
  known.set(file, made);
  return made;
}

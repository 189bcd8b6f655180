// What does each name in this code mean: something of its own, of the module, or of the world?
import type { Node, SignatureDeclaration, Statement } from "typescript";
import { compiler } from "../compiler.ts";
import { hasModifier, isErased } from "../erased.ts";
import { fieldsOf, kindOf } from "../shape.ts";
import { runsAtOnce } from "../writes/syncCallback.ts";
import { addBound, addLexical, hoistedVars } from "./bindings.ts";

/** Where a node stands. */
export interface Place {
  readonly scope: Scope | undefined;
  /** True where the code runs while the module is loaded, not in a function called later. */
  readonly atLoad: boolean;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly parent: Scope | undefined;
  /** The function, where the names are its parameters. */
  readonly parametersOf?: Node;
}

interface Task extends Place {
  readonly node: Node;
}

/** Is the name bound by a scope around this place, inside the walked tree? */
export function isLocal(name: string, place: Place): boolean {
  for (let scope = place.scope; scope !== undefined; scope = scope.parent) if (scope.names.has(name)) return true;
  return false;
}

/** The function whose parameter the name is at this place; undefined for any other name. */
export function parameterOwner(name: string, place: Place): Node | undefined {
  for (let scope = place.scope; scope !== undefined; scope = scope.parent)
    if (scope.names.has(name)) return scope.parametersOf;
  return undefined;
}

/**
 * Visits all that runs below a top-level tree, in source order; of the identifiers only those that refer to something.
 *
 * @param shared names that parts of one namespace or enum see of each other, by its name
 */
export function walkScopes(
  root: Node,
  shared: (name: string) => ReadonlySet<string>,
  visit: (node: Node, place: Place) => void,
): void {
  const stack: Task[] = [{ node: root, scope: undefined, atLoad: true }];
  while (stack.length > 0) {
    const task = stack.pop()!;
    visit(task.node, task);
    const below = tasksBelow(task, shared);
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i]!);
  }
}

function tasksBelow({ node, scope, atLoad }: Task, shared: (name: string) => ReadonlySet<string>): Task[] {
  const ts = compiler();
  const opened = (names: ReadonlySet<string>): Place => ({ scope: { names, parent: scope }, atLoad });
  switch (kindOf(node)) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunction":
    case "MethodDeclaration":
    case "Constructor":
    case "GetAccessor":
    case "SetAccessor":
      return functionTasks(node as SignatureDeclaration & { body?: Node }, { scope, atLoad });
    case "ClassExpression": {
      const name = (node as { name?: { text: string } }).name;
      return children(node, name === undefined ? { scope, atLoad } : opened(new Set([name.text])));
    }
    case "PropertyDeclaration":
      return children(node, { scope, atLoad: atLoad && hasModifier(node, "StaticKeyword") });
    case "ClassStaticBlockDeclaration":
      return children(
        (node as unknown as { body: Node }).body,
        opened(bodyNames((node as unknown as { body: { statements: readonly Statement[] } }).body.statements)),
      );
    case "Block":
      return children(node, opened(lexicalNames((node as unknown as { statements: readonly Statement[] }).statements)));
    case "CaseBlock":
      if (!ts.isCaseBlock(node)) return [];
      return children(node, opened(lexicalNames(node.clauses.flatMap((clause) => [...clause.statements]))));
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
      return children(node, opened(loopNames((node as { initializer?: Node }).initializer)));
    case "CatchClause": {
      if (!ts.isCatchClause(node)) return [];
      const names = new Set<string>();
      if (node.variableDeclaration !== undefined) addBound(node.variableDeclaration.name, names);
      return children(node, opened(names));
    }
    case "EnumDeclaration":
      return children(node, opened(shared((node as unknown as { name: { text: string } }).name.text)));
    case "ModuleDeclaration": {
      if (!ts.isModuleDeclaration(node)) return [];
      const names = new Set(shared(node.name.text));
      if (node.body !== undefined && ts.isModuleBlock(node.body)) {
        for (const name of bodyNames(node.body.statements)) names.add(name);
      } else if (node.body !== undefined && ts.isModuleDeclaration(node.body)) names.add(node.body.name.text);
      return children(node, opened(names));
    }
    default:
      return children(node, { scope, atLoad });
  }
}

/** Parameters see each other; the body sees them and its own names; defaults do not see the body. */
function functionTasks(node: SignatureDeclaration & { body?: Node }, outer: Place): Task[] {
  const ts = compiler();
  const names = new Set<string>();
  for (const parameter of node.parameters)
    addBound((parameter as { name: Parameters<typeof addBound>[0] }).name, names);
  if (!ts.isArrowFunction(node)) names.add("arguments");
  if (ts.isFunctionExpression(node) && node.name !== undefined) names.add(node.name.text);
  const atLoad = outer.atLoad && runsAtOnce(node);
  const inner: Place = { scope: { names, parent: outer.scope, parametersOf: node }, atLoad };
  const tasks: Task[] = [];
  for (const modifier of (node as { modifiers?: readonly Node[] }).modifiers ?? [])
    tasks.push({ node: modifier, ...outer });
  if (node.name !== undefined && ts.isComputedPropertyName(node.name)) tasks.push({ node: node.name, ...outer });
  for (const parameter of node.parameters) if (!isErased(parameter)) tasks.push({ node: parameter, ...inner });
  if (node.body === undefined) return tasks;
  if (!ts.isBlock(node.body)) return [...tasks, { node: node.body, ...inner }];
  const body: Place = { scope: { names: bodyNames(node.body.statements), parent: inner.scope }, atLoad };
  return [...tasks, ...children(node.body, body)];
}

/** Fields that name something and refer to nothing. */
const NAMING: ReadonlySet<string> = new Set(["name", "propertyName", "label"]);

function children(node: Node, place: Place): Task[] {
  const tasks: Task[] = [];
  const kind = kindOf(node);
  for (const field of fieldsOf(node)) {
    const value = (node as unknown as Record<string, Node | readonly Node[] | undefined>)[field];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      for (const child of value as readonly Node[]) if (!isErased(child)) tasks.push({ node: child, ...place });
      continue;
    }
    const names = NAMING.has(field) || (field === "right" && kind === "QualifiedName");
    if (names && kind !== "ShorthandPropertyAssignment" && isPlainName(value as Node)) continue;
    tasks.push({ node: value as Node, ...place });
  }
  return tasks;
}

/** A name that is neither computed nor a pattern. */
function isPlainName(name: Node): boolean {
  return !["ComputedPropertyName", "ObjectBindingPattern", "ArrayBindingPattern"].includes(kindOf(name));
}

function lexicalNames(statements: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  addLexical(statements, names);
  return names;
}

function bodyNames(statements: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  addLexical(statements, names);
  for (const identifier of hoistedVars(statements)) names.add(identifier.text);
  return names;
}

function loopNames(initializer: Node | undefined): ReadonlySet<string> {
  const ts = compiler();
  const names = new Set<string>();
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return names;
  if ((initializer.flags & ts.NodeFlags.BlockScoped) !== 0) {
    for (const declaration of initializer.declarations) addBound(declaration.name, names);
  }
  return names;
}

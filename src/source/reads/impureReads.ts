// What does this code read that no key holds: clock, randomness, environment, files, network (R12)?
import type { CallExpression, Identifier, Node } from "typescript";
import { compiler } from "../compiler.ts";
import { literalArgument } from "../dynamicImport.ts";
import type { ImportFacts, Read } from "../facts.ts";
import { accessOf, callOf } from "../names/uses.ts";
import { placeOf, shortText } from "../place.ts";
import { declaredParameter, fileParameter } from "./declaredReads.ts";
import { GLOBAL_READS, type ReadsOf, readsOfModule } from "./impureNames.ts";
import { usesOfValue, type ValueUse } from "./valueUses.ts";

/** With the code that reads. */
export interface ReadAt extends Read {
  readonly node: Node;
}

/** Of one of the world's names, also by way of `globalThis`. */
export function globalReads(id: Identifier): readonly ReadAt[] {
  const builtin = id.text === "process" ? builtinGot(id) : undefined;
  if (builtin !== undefined) return builtin;
  if (id.text !== "globalThis" && id.text !== "global") return readsIn(id, GLOBAL_READS.get(id.text) ?? []);
  return usesOfValue(id).flatMap((use) => {
    const [name, ...keys] = use.keys;
    const rest = { ...use, keys, nodes: use.nodes.slice(1) };
    return name === undefined ? [] : readsOfUse(rest, GLOBAL_READS.get(name) ?? []);
  });
}

/** Of a name that an import binds. */
export function importReads(id: Identifier, { specifier, imported }: ImportFacts): readonly ReadAt[] {
  return readsIn(id, readsOfModule(specifier), imported);
}

/** Of `import("x")` and `require("x")`. */
export function dynamicImportReads(call: Node, { specifier }: ImportFacts): readonly ReadAt[] {
  return readsIn(call, readsOfModule(specifier), "*");
}

/** Of `export … from "x"` and `export { x }`: who imports it reads by it. */
export function exportReads(statement: Node, imports: ReadonlyMap<string, ImportFacts>): readonly Read[] {
  const ts = compiler();
  if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
  const { exportClause: clause, moduleSpecifier: from } = statement;
  const specifier = from !== undefined && ts.isStringLiteralLike(from) ? from.text : undefined;
  const handed = (node: Node, of: string, name: string): readonly Read[] => {
    const key = WHOLE.has(name) ? "*" : name;
    const reads = readsOfUse({ keys: [key], nodes: [node], how: "value", end: node }, readsOfModule(of));
    return reads.map(({ node: _, ...read }) => read);
  };
  if (clause === undefined || !ts.isNamedExports(clause))
    return specifier === undefined ? [] : handed(statement, specifier, "*");
  return clause.elements.flatMap((element) => {
    const name = (element.propertyName ?? element.name).text;
    if (element.isTypeOnly) return [];
    if (specifier !== undefined) return handed(statement, specifier, name);
    const imported = imports.get(name);
    return imported === undefined || imported.typeOnly ? [] : handed(element, imported.specifier, imported.imported!);
  });
}

/** Of `process.getBuiltinModule("x")`; undefined for another use. */
function builtinGot(id: Identifier): readonly ReadAt[] | undefined {
  const access = accessOf(id);
  const call = access?.key === "getBuiltinModule" ? callOf(access.node) : undefined;
  const specifier = call === undefined ? undefined : literalArgument(call as CallExpression);
  return specifier === undefined ? undefined : readsIn(call!, readsOfModule(specifier), "*");
}

/** `Intl.….resolvedOptions()`: the settings of the machine. */
export function syntaxReads(node: Node): readonly ReadAt[] {
  const ts = compiler();
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== "resolvedOptions") return [];
  return [{ kind: "machine", text: shortText(node), ...placeOf(node), node }];
}

const WHOLE: ReadonlySet<string | undefined> = new Set(["default", "*", "export=", undefined]);

function readsIn(value: Node, reads: readonly ReadsOf[], imported?: string): readonly ReadAt[] {
  if (reads.length === 0) return [];
  return usesOfValue(value).flatMap((use) => {
    if (!WHOLE.has(imported))
      return readsOfUse({ ...use, keys: [imported!, ...use.keys], nodes: [value, ...use.nodes] }, reads);
    const isDefault = use.keys[0] === "default";
    return readsOfUse(isDefault ? { ...use, keys: use.keys.slice(1), nodes: use.nodes.slice(1) } : use, reads);
  });
}

function readsOfUse(use: ValueUse, reads: readonly ReadsOf[]): readonly ReadAt[] {
  if (isAboutName(use)) return [];
  for (const { kind, members, except = [] } of reads) {
    // A computed name may be that of a reader, which is worse.
    if (kind === "written files" && use.keys.includes("*")) continue;
    if (members === undefined) {
      if (except.includes(use.keys[0] ?? "")) continue;
      return [readAt(kind, use, use.keys.length)];
    }
    const found = members.map((pattern) => reachOf(pattern, use)).filter((reach) => reach !== undefined);
    if (found.length > 0) return [readAt(kind, use, Math.max(...found))];
  }
  return [];
}

/** Whether there is such a name, or of which type, tells nothing; of a variable of the environment it does. */
function isAboutName({ how, keys }: ValueUse): boolean {
  if (how === "in") return keys[0] !== "env";
  return how === "typeof" && (keys[0] !== "env" || keys.length === 1);
}

/** How many of the keys the pattern takes; undefined where it is another use. */
function reachOf(pattern: string, { keys, how }: ValueUse): number | undefined {
  if (pattern === "value") return keys.length === 0 && how === "value" ? 0 : undefined;
  if (pattern === "()") return keys.length === 0 && how === "call without arguments" ? 0 : undefined;
  if (pattern === "(…)") return keys.length === 0 && how?.startsWith("call") === true ? 0 : undefined;
  if (pattern === "extends") return keys.length === 0 && how === "extends" ? 0 : undefined;
  if (pattern === "new()") return keys.length === 0 && how === "new without arguments" ? 0 : undefined;
  const steps = pattern.split(".");
  if (steps.length > keys.length) return undefined;
  return steps.every((step, at) => isMatch(step, keys[at]!)) ? steps.length : undefined;
}

/** A computed key, `*`, may be any. */
function isMatch(step: string, key: string): boolean {
  return key === "*" || step === key || (step.endsWith("*") && key.startsWith(step.slice(0, -1)));
}

function readAt(kind: Read["kind"], { keys, nodes, end }: ValueUse, reach: number): ReadAt {
  const node = reach < keys.length ? nodes[reach - 1]! : end;
  const through = kind === "files" && reach === keys.length ? fileParameter(keys.at(-1)!, end) : undefined;
  const declares = through === undefined ? declaredParameter(end) : undefined;
  return {
    kind,
    text: shortText(node),
    ...(through === undefined ? {} : { through }),
    ...(declares === undefined ? {} : { declares }),
    ...placeOf(node),
    node,
  };
}

// What does one top-level tree reach, write and mention? All that the rules ask of it, from a single walk.
import type { Identifier, Node } from "typescript";
import { classOfStaticThis } from "./classes/staticThis.ts";
import { compiler } from "./compiler.ts";
import { globalDoubt, namespaceDoubt, syntaxDoubt } from "./doubts.ts";
import { dynamicImportOf } from "./dynamicImport.ts";
import type { Doubt, ImportFacts, PartFacts, Read } from "./facts.ts";
import { isGlobal } from "./names/globals.ts";
import { isLocal, type Place, walkScopes } from "./names/scopes.ts";
import { callOf, sameValue, type Write, writeOf } from "./names/uses.ts";
import { dynamicImportReads, globalReads, importReads, type ReadAt, syntaxReads } from "./reads/impureReads.ts";
import { globalMention, importMention, syntaxMention } from "./reads/mentions.ts";
import { type PathText, pathTexts } from "./reads/pathText.ts";
import { isEffect } from "./writes/effects.ts";
import { type LoadCall, loadCallOf } from "./writes/loadCalls.ts";
import { writesParameter } from "./writes/parameterWrites.ts";

/** What the walk must know of the module around the tree. */
export interface Surroundings {
  readonly names: ReadonlySet<string>;
  readonly imports: ReadonlyMap<string, ImportFacts>;
  /** Names that the parts of one namespace or enum see of each other. */
  shared(name: string): ReadonlySet<string>;
}

/** How a tree uses one top-level name. */
export interface Use {
  /** `f(…)`: the identifiers of direct calls. */
  readonly calls: Identifier[];
  /** True where it is used in any other way. */
  isOther: boolean;
}

export interface FoundWrite extends Write {
  readonly name: string;
  /** The identifier, or `this` in a static member. */
  readonly root: Node;
  /** True where it happens while the module is loaded. */
  readonly atLoad: boolean;
}

export interface Findings {
  readonly uses: ReadonlyMap<string, Use>;
  /** First use of each name that nobody provides. */
  readonly free: ReadonlyMap<string, Identifier>;
  readonly writes: readonly FoundWrite[];
  readonly doubts: readonly Doubt[];
  readonly mentions: readonly PartFacts["mentions"][number][];
  /** What it reads that no key holds (R12), and whether it does so while the module is loaded. */
  readonly reads: readonly (Read & { readonly atLoad: boolean })[];
  /** Texts that may name files (R12), and whether they are seen while the module is loaded. */
  readonly paths: readonly (PathText & { readonly atLoad: boolean })[];
  /** `import("x")` and `require("x")`. */
  readonly dynamicImports: ReadonlyMap<string, ImportFacts>;
  /** True where it awaits while the module is loaded. */
  readonly awaitsAtLoad: boolean;
  /** What may, while the module is loaded, change something outside the module's own names. */
  readonly effects: readonly Node[];
  /** Writes to what belongs to the world, e.g. `globalThis.a = 1`: while the module is loaded, or by a function. */
  readonly worldWrites: readonly { readonly node: Node; readonly atLoad: boolean }[];
  /** What it calls while the module is loaded. */
  readonly loadCalls: readonly LoadCall[];
  /** True where a function in it changes what its caller hands over. */
  readonly writesParameters: boolean;
  /** True where functions are written in it. */
  readonly holdsFunctions: boolean;
  /** True where it mentions `WeakMap` or `WeakSet`. */
  readonly isWeak: boolean;
}

/** Walks one top-level tree. */
export function findIn(tree: Node, around: Surroundings): Findings {
  const ts = compiler();
  const uses = new Map<string, Use>();
  const free = new Map<string, Identifier>();
  const writes: FoundWrite[] = [];
  const doubts: Doubt[] = [];
  const mentions = new Set<PartFacts["mentions"][number]>();
  const reads: (Read & { atLoad: boolean })[] = [];
  const readers = new Set<Node>();
  const literals: { node: Node; atLoad: boolean }[] = [];
  const dynamicImports = new Map<string, ImportFacts>();
  let awaitsAtLoad = false;
  const effects: Node[] = [];
  let isWeak = false;
  const worldWrites: { node: Node; atLoad: boolean }[] = [];
  const loadCalls: LoadCall[] = [];
  let writesParameters = false;
  let holdsFunctions = false;

  const reach = (name: string): Use => {
    const use = uses.get(name) ?? { calls: [], isOther: false };
    uses.set(name, use);
    return use;
  };

  const noteReads = (found: readonly ReadAt[], { atLoad }: Place): void => {
    for (const { node, ...read } of found) {
      reads.push({ ...read, atLoad });
      // Another process may be given the name of a file that no mark tells of.
      if (read.kind !== "processes") readers.add(node);
    }
  };

  const visitModuleName = (id: Identifier, place: Place): void => {
    const use = reach(id.text);
    if (callOf(id) === undefined) use.isOther = true;
    else use.calls.push(id);
    const imported = around.imports.get(id.text);
    if (imported !== undefined) {
      const doubt = imported.imported === "*" ? namespaceDoubt(id) : undefined;
      if (doubt !== undefined) doubts.push(doubt);
      const mention = importMention(id, imported);
      if (mention !== undefined) mentions.add(mention);
      noteReads(importReads(id, imported), place);
    }
    const write = writeOf(id);
    if (write !== undefined) writes.push({ ...write, name: id.text, root: id, atLoad: place.atLoad });
  };

  const visitGlobal = (id: Identifier, place: Place): void => {
    noteReads(globalReads(id), place);
    if (!isGlobal(id.text)) {
      // `typeof x` is the one question that may be asked of a name that does not exist.
      if (!ts.isTypeOfExpression(sameValue(id).parent) && !free.has(id.text)) free.set(id.text, id);
      return;
    }
    if (id.text === "WeakMap" || id.text === "WeakSet") isWeak = true;
    const doubt = globalDoubt(id);
    if (doubt !== undefined) doubts.push(doubt);
    const mention = globalMention(id);
    if (mention !== undefined) mentions.add(mention);
    const write = writeOf(id);
    if (write === undefined || write.method !== undefined) return;
    worldWrites.push({ node: write.node, atLoad: place.atLoad });
    if (place.atLoad) effects.push(write.node);
  };

  walkScopes(tree, around.shared, (node, place) => {
    if (ts.isIdentifier(node)) {
      if (isLocal(node.text, place)) {
        const doubt = syntaxDoubt(node);
        if (doubt !== undefined) doubts.push(doubt);
        writesParameters ||= writesParameter(node, place);
      } else if (around.names.has(node.text)) visitModuleName(node, place);
      else visitGlobal(node, place);
      return;
    }
    if (ts.isStringLiteralLike(node)) literals.push({ node, atLoad: place.atLoad });
    const className = classOfStaticThis(node, tree);
    const write = className === undefined ? undefined : writeOf(node);
    if (write !== undefined) writes.push({ ...write, name: className!, root: node, atLoad: place.atLoad });
    const doubt = syntaxDoubt(node);
    if (doubt !== undefined) doubts.push(doubt);
    const mention = syntaxMention(node);
    if (mention !== undefined) mentions.add(mention);
    noteReads(syntaxReads(node), place);
    const dynamic = dynamicImportOf(node, (name) => isLocal(name, place) || around.names.has(name));
    if (dynamic !== undefined) {
      dynamicImports.set(dynamic.local!, dynamic);
      reach(dynamic.local!).isOther = true;
      noteReads(dynamicImportReads(node, dynamic), place);
    }
    holdsFunctions ||= ts.isFunctionLike(node);
    if (!place.atLoad) return;
    const call = loadCallOf(node, {
      isLocal: (name) => isLocal(name, place),
      isOwn: (name) => around.names.has(name),
    });
    if (call !== undefined) loadCalls.push(call);
    if (isAwait(node)) awaitsAtLoad = true;
    if (isEffect(node, (name) => isLocal(name, place) || around.names.has(name))) effects.push(node);
  });
  return {
    uses,
    free,
    writes,
    doubts,
    mentions: [...mentions].sort(),
    reads,
    paths: pathTexts(literals, readers),
    dynamicImports,
    awaitsAtLoad,
    effects,
    worldWrites,
    loadCalls,
    writesParameters,
    holdsFunctions,
    isWeak,
  };
}

function isAwait(node: Node): boolean {
  const ts = compiler();
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined;
  if (!ts.isVariableDeclaration(node)) return false;
  return (node.parent.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing;
}

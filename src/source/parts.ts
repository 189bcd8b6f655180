// What does each top-level name of a module stand for, as part of a code version?
import type { Node, SourceFile } from "typescript";
import { classesAround } from "./classes/classesAround.ts";
import { instancesOf } from "./classes/instances.ts";
import { hasComputedStatics, staticDoubts } from "./classes/statics.ts";
import { codeDigest } from "./codeDigest.ts";
import { compiler } from "./compiler.ts";
import type { Holds } from "./constants/literalConstant.ts";
import { isLiteralNamespace, namespaceDoubts } from "./constants/literalNamespace.ts";
import { doubtAt } from "./doubts.ts";
import { type ImportFacts, type PartClass, type PartFacts, TOP_LEVEL_CODE } from "./facts.ts";
import type { Findings } from "./findings.ts";
import { importsByName } from "./findingsOf.ts";
import { variantPart } from "./modifiers/variants.ts";
import { partClass, partHolds } from "./partClass.ts";
import { placeAt, placeOf } from "./place.ts";
import type { Declared, TopLevel } from "./topLevel.ts";
import { type ModuleWrite, moduleWrites } from "./writes/moduleWrites.ts";
import { topLevelCode } from "./writes/topLevelCode.ts";
import { setsComputedProperty, writeDoubts } from "./writes/writeDoubts.ts";

/** What the parts are made of. */
export interface PartSources {
  readonly file: SourceFile;
  readonly top: TopLevel;
  /** Imports that exist at run time. */
  readonly imports: readonly ImportFacts[];
  readonly findings: ReadonlyMap<Node, Findings>;
  /** Names that the pieces of one enum or namespace see of each other. */
  shared(name: string): ReadonlySet<string>;
}

/** The parts of a module by name, in source order, imports first. */
export function partsOf(sources: PartSources): Readonly<Record<string, PartFacts>> {
  const { top, imports, findings } = sources;
  const importOf = importsByName(imports);
  const writes = moduleWrites(findings, top.declared, importOf);
  const exported = new Set(top.exports.map(({ local }) => local));
  const effects = topLevelCode(top, findings, writes, importOf);
  const parts = new Map<string, PartFacts>();

  for (const [local, facts] of importOf)
    parts.set(local, importPart(sources.file, facts, writes.get(local) ?? [], exported.has(local)));

  // In source order: a literal constant can only be built of those above it.
  const literal = new Map<string, Holds>();
  for (const declared of top.declared.values())
    if (declared.kind === "function" || declared.kind === "class") literal.set(declared.name, "names");
  const holdsOf = (name: string) => literal.get(name);
  for (const declared of top.declared.values()) {
    const own = writes.get(declared.name) ?? [];
    const kind = partClass(declared, { writes: own, holdsOf, shared: sources.shared });
    const holds = partHolds(declared, kind, holdsOf);
    if (holds === undefined) literal.delete(declared.name);
    else literal.set(declared.name, holds);
    parts.set(
      declared.name,
      declaredPart(declared, kind, own, findings, exported.has(declared.name), effects.length > 0),
    );
  }
  for (const declared of variantsOf(top))
    parts.set(declared.name, declaredPart(declared, "function", [], findings, false, effects.length > 0));
  if (effects.length > 0) parts.set(TOP_LEVEL_CODE, effectsPart(effects, findings));

  const around = classesAround(top, importOf, parts, findings);
  return Object.fromEntries(
    [...parts].map(([name, part]) => [
      name,
      part.class === "class" ? { ...part, instances: instancesOf(name, around) } : part,
    ]),
  );
}

/** Functions that are written inside `oneOf`: each is a part of its own, so that an edit of one is none of another. */
function variantsOf({ declared }: TopLevel): readonly Declared[] {
  return [...declared.values()].flatMap(({ pieces }) =>
    pieces.flatMap((piece): readonly Declared[] => {
      const { variant, tree } = piece;
      if (variant === undefined || compiler().isIdentifier(tree)) return [];
      const name = variantPart(piece.name, variant.at);
      const text = tree.getText();
      return [{ name, kind: "function", identifier: tree, pieces: [{ ...piece, name, text }] }];
    }),
  );
}

function declaredPart(
  declared: Declared,
  kind: PartClass,
  writes: readonly ModuleWrite[],
  findings: ReadonlyMap<Node, Findings>,
  exported: boolean,
  hasEffects: boolean,
): PartFacts {
  const { name, pieces, identifier } = declared;
  const own = [...new Set(pieces.map((piece) => piece.tree))];
  // What the module writes into it while it is loaded is part of what it is.
  const atLoad = writes.filter((write) => write.atLoad && write.via !== "unknown call" && !own.includes(write.tree));
  const trees = [...new Set([...own, ...atLoad.map((write) => write.tree)])];
  const found = trees.map((tree) => findings.get(tree)!);
  const uses = own.map((tree) => findings.get(tree)!.uses.get(name));
  const isFunction = declared.kind === "function";
  const self = new Set<Node>([...uses.flatMap((use) => use?.calls ?? []), ...atLoad.map((write) => write.root)]);
  const isNamed = !isFunction || uses.some((use) => use?.isOther);
  const refs = new Set(found.flatMap((f) => [...f.uses.keys()]));
  refs.delete(name);
  if (hasEffects && (kind === "function" || kind === "class")) refs.add(TOP_LEVEL_CODE);
  const isComputed =
    writes.every((write) => write.atLoad) &&
    (setsComputedProperty(declared, writes) || pieces.some((piece) => hasComputedProperties(kind, piece.tree)));
  const texts = new Set([...pieces.map((piece) => piece.text), ...atLoad.map((write) => write.tree.getText())]);
  return {
    name,
    class: kind,
    digest: codeDigest(trees, { ...(isFunction ? { self } : {}), ...(isNamed ? { name } : {}) }),
    text: [...texts].join("\n"),
    refs: [...refs],
    doubts: [
      ...found.flatMap((f) => f.doubts),
      ...pieces.flatMap((piece) => staticDoubts(piece.tree)),
      ...(kind === "function" || kind === "class" ? pieces.flatMap((piece) => namespaceDoubts(piece.tree)) : []),
      ...writeDoubts(writes),
    ],
    mentions: [...new Set(found.flatMap((f) => f.mentions))].sort(),
    // What is computed into a function or class while it is loaded counts by its value.
    ...readsIn(found, ({ atLoad }) => !(isComputed && atLoad)),
    exported,
    ...(isComputed ? { computedProperties: true as const } : {}),
    ...placeOf(identifier),
  };
}

/** Static fields, and what a namespace of the same name adds to a function or class. */
function hasComputedProperties(kind: PartClass, tree: Node): boolean {
  if (compiler().isModuleDeclaration(tree))
    return (kind === "function" || kind === "class") && !isLiteralNamespace(tree);
  return hasComputedStatics(tree);
}

function importPart(
  file: SourceFile,
  facts: ImportFacts,
  writes: readonly ModuleWrite[],
  exported: boolean,
): PartFacts {
  const position = file.getPositionOfLineAndCharacter(facts.line - 1, facts.column - 1);
  const statement = file.statements.find((s) => s.getStart() <= position && position < s.getEnd());
  const isDynamic = facts.local!.endsWith(")");
  return {
    name: facts.local!,
    class: "import",
    digest: codeDigest([], { name: `import ${JSON.stringify([facts.specifier, facts.imported])}` }),
    text: isDynamic || statement === undefined ? facts.local! : statement.getText(),
    refs: [],
    doubts: writes.map((write) => doubtAt("mutable module state", write.node)),
    mentions: [],
    exported,
    ...placeAt(file, position),
  };
}

function effectsPart(statements: readonly Node[], findings: ReadonlyMap<Node, Findings>): PartFacts {
  const found = statements.map((statement) => findings.get(statement)!);
  return {
    name: TOP_LEVEL_CODE,
    class: "statements",
    digest: codeDigest(statements),
    text: statements.map((statement) => statement.getText()).join("\n"),
    refs: [...new Set(found.flatMap((f) => [...f.uses.keys()]))],
    doubts: found.flatMap((f) => f.doubts),
    mentions: [...new Set(found.flatMap((f) => f.mentions))].sort(),
    ...readsIn(found),
    exported: false,
    ...placeOf(statements[0]!),
  };
}

function readsIn(
  found: readonly Findings[],
  counts: (found: { readonly atLoad: boolean }) => boolean = () => true,
): Pick<PartFacts, "reads" | "paths"> {
  const reads = found.flatMap((f) => f.reads.filter(counts)).map(({ atLoad: _, ...read }) => read);
  const paths = found.flatMap((f) => f.paths.filter(counts)).map(({ atLoad: _, ...each }) => each);
  return { ...(reads.length === 0 ? {} : { reads }), ...(paths.length === 0 ? {} : { paths }) };
}

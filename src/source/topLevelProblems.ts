// What is wrong with a module as a whole: names given twice, exports that make no node?
import { compiler } from "./compiler.ts";
import type { ImportFacts, Problem } from "./facts.ts";
import { CELLAR_EXPORT } from "./moduleCode.ts";
import { nodeFunctionOf } from "./nodeFunction.ts";
import { placeOf } from "./place.ts";
import type { TopLevel } from "./topLevel.ts";

export function topLevelProblems(top: TopLevel, imports: readonly ImportFacts[]): readonly Problem[] {
  return [
    ...duplicateDeclarations(top),
    ...duplicateImports(top, imports),
    ...duplicateExports(top),
    ...defaultExports(top),
    ...assignedExports(top),
    ...reservedName(top),
  ];
}

function duplicateDeclarations(top: TopLevel): readonly Problem[] {
  return top.duplicates.map(({ name, identifier, first }) =>
    twice(top, name, placeOf(identifier), `already on line ${placeOf(first).line}`),
  );
}

function duplicateImports(top: TopLevel, imports: readonly ImportFacts[]): readonly Problem[] {
  const seen = new Map<string, ImportFacts>();
  return imports.flatMap((facts): readonly Problem[] => {
    if (facts.local === undefined || facts.typeOnly) return [];
    const before = seen.get(facts.local);
    if (before !== undefined && (before.specifier !== facts.specifier || before.imported !== facts.imported))
      return [twice(top, facts.local, facts, `imported on line ${before.line}`)];
    seen.set(facts.local, facts);
    const declared = top.declared.get(facts.local);
    return declared === undefined
      ? []
      : [twice(top, facts.local, placeOf(declared.identifier), `imported on line ${facts.line}`)];
  });
}

function twice(
  top: TopLevel,
  name: string,
  { line, column }: { line: number; column: number },
  where: string,
): Problem {
  const declared = top.declared.get(name);
  const isNode =
    declared !== undefined && nodeFunctionOf(declared, top) !== undefined && top.exports.some((e) => e.local === name);
  const message = `\`${name}\` is defined twice: on line ${line}, and ${where}. Give one of them another name.`;
  return { code: "duplicate", message, ...(isNode ? { node: name } : {}), line, column };
}

function duplicateExports(top: TopLevel): readonly Problem[] {
  const seen = new Set<string>();
  const declaredTwice = new Set(top.duplicates.map(({ name }) => name));
  return top.exports.flatMap(({ name, local, node }): readonly Problem[] => {
    const isMerged = (top.declared.get(local)?.pieces.length ?? 0) > 1;
    if (!seen.has(name) || isMerged || declaredTwice.has(name)) {
      seen.add(name);
      return [];
    }
    const place = placeOf(node);
    return [
      {
        code: "duplicate",
        message: `\`${name}\` is exported twice, again on line ${place.line}. Leave one export out.`,
        ...place,
      },
    ];
  });
}

function defaultExports(top: TopLevel): readonly Problem[] {
  const ts = compiler();
  return top.defaults.map((statement) => {
    const name = ts.isFunctionDeclaration(statement) ? (statement.name?.text ?? "name") : "name";
    const place = placeOf(statement);
    const message = `\`export default function\` (line ${place.line}) makes no node, since a node is known by the name of its export: write \`export function ${name}(…)\`.`;
    return { code: "bad-source" as const, message, ...place };
  });
}

function assignedExports(top: TopLevel): readonly Problem[] {
  const ts = compiler();
  return top.statements.flatMap((statement): readonly Problem[] => {
    if (!ts.isExportAssignment(statement) || statement.isExportEquals !== true) return [];
    const place = placeOf(statement);
    const message = `\`export =\` (line ${place.line}) replaces all other exports, so no node could be reached: write \`export { … }\`.`;
    return [{ code: "bad-source", message, ...place }];
  });
}

function reservedName(top: TopLevel): readonly Problem[] {
  const clash = top.declared.get(CELLAR_EXPORT);
  if (clash === undefined) return [];
  const place = placeOf(clash.identifier);
  return [
    {
      code: "bad-source",
      message: `\`${CELLAR_EXPORT}\` (line ${place.line}) is a name that Cellar adds itself: give it another.`,
      ...place,
    },
  ];
}

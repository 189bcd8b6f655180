// Which functions of a module are nodes, and what do they ask for?
import { didYouMean } from "../nearest.ts";
import { compiler } from "./compiler.ts";
import { docOf } from "./docComment.ts";
import { hasModifier } from "./erased.ts";
import type { ModifierFacts, NodeFacts, Problem } from "./facts.ts";
import type { ModifierCall } from "./modifierCalls.ts";
import { modifierFacts } from "./modifierFacts.ts";
import { type FoundFunction, type NodeFunction, nodeFunctionOf } from "./nodeFunction.ts";
import { parametersOf } from "./parameters.ts";
import { placeOf } from "./place.ts";
import { returnsOf } from "./returns.ts";
import type { TopLevel } from "./topLevel.ts";

export interface FoundNode {
  readonly facts: NodeFacts;
  readonly function: NodeFunction;
}

/** Exported functions, in source order. */
export function nodesOf(top: TopLevel): {
  readonly nodes: readonly FoundNode[];
  readonly problems: readonly Problem[];
} {
  const nodes: FoundNode[] = [];
  const problems: Problem[] = [];
  const names = new Set<string>();
  for (const { name, local } of top.exports) {
    const declared = top.declared.get(local);
    const found = declared === undefined ? undefined : nodeFunctionOf(declared, top);
    // `export { f as default }` gives no name to know a node by.
    if (declared === undefined || names.has(name) || name === "default") continue;
    if (found === undefined) {
      problems.push(
        ...declared.pieces.flatMap((piece) =>
          piece.modifiers === undefined ? [] : wrapsNothing(name, piece.modifiers),
        ),
      );
      continue;
    }
    names.add(name);
    const read = parametersOf(name, found.function.parameters);
    const doc = docOf(found.piece.statement);
    const said = modifiersOf(name, found, top);
    const returns = returnsOf(found.function);
    problems.push(...read.problems, ...said.problems);
    nodes.push({
      function: found.function,
      facts: {
        name,
        part: found.part,
        parameters: read.parameters,
        async: hasModifier(found.function, "AsyncKeyword"),
        generator: found.function.asteriskToken !== undefined,
        ...(said.modifiers.length === 0 ? {} : { modifiers: said.modifiers }),
        ...(returns === undefined ? {} : { returns }),
        ...(doc === undefined ? {} : { doc }),
        ...placeOf(declared.identifier),
      },
    });
  }
  nodes.sort((a, b) => a.facts.line - b.facts.line || a.facts.column - b.facts.column);
  return { nodes, problems };
}

function modifiersOf(node: string, { modifiers, function: fn }: FoundFunction, top: TopLevel) {
  const facts: ModifierFacts[] = [];
  const problems: Problem[] = [];
  const refuse = (message: string, { call }: ModifierCall) =>
    problems.push({
      code: "bad-modifier",
      message: `\`${node}\` (line ${placeOf(call).line}): ${message}`,
      node,
      ...placeOf(call),
    });
  const taken = new Set(fn.parameters.map((parameter) => parameter.name.getText()));
  for (const call of modifiers) {
    const said = modifierFacts(call, (name) => constantNamed(name, top));
    if (typeof said === "string") {
      refuse(said, call);
      continue;
    }
    const bound = said.kind === "parameterize" ? Object.values(said.cases) : said.kind === "inject" ? [said.bound] : [];
    const unknown = bound.flatMap((each) => Object.keys(each)).find((name) => !taken.has(name));
    if (unknown === undefined) facts.push(said);
    else
      refuse(
        `${call.name}() binds \`${unknown}\`, which is no parameter of the function.${didYouMean(unknown, [...taken])}`,
        call,
      );
  }
  return { modifiers: facts, problems };
}

function constantNamed(name: string, top: TopLevel) {
  const [piece, ...others] = top.declared.get(name)?.pieces ?? [];
  const isConstant = piece?.variable !== undefined && (piece.variable.parent.flags & compiler().NodeFlags.Const) !== 0;
  return isConstant && others.length === 0 ? piece.variable.initializer : undefined;
}

function wrapsNothing(node: string, modifiers: readonly ModifierCall[]): readonly Problem[] {
  const inner = modifiers.at(-1);
  if (inner === undefined) return [];
  const message = `\`${node}\` (line ${placeOf(inner.call).line}): ${inner.name}() wraps a function that stands last among its arguments, or the name of a function of this module: \`${inner.name}(…, (rows) => …)\`.`;
  return [{ code: "bad-modifier", message, node, ...placeOf(inner.call) }];
}

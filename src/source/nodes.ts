// Which functions of a module are nodes, and what do they ask for?
import type { VariableDeclaration } from "typescript";
import { didYouMean } from "../nearest.ts";
import { compiler } from "./compiler.ts";
import { docOf } from "./docComment.ts";
import { hasModifier } from "./erased.ts";
import type { ModifierFacts, NodeFacts, Problem } from "./facts.ts";
import { functionNamed } from "./modifiers/functionNamed.ts";
import type { ModifierCall } from "./modifiers/modifierCalls.ts";
import { modifierFacts } from "./modifiers/modifierFacts.ts";
import { choiceProblems } from "./modifiers/variants.ts";
import { type FoundFunction, type NodeFunction, nodeFunctionsOf } from "./nodeFunction.ts";
import { parametersOf } from "./parameters.ts";
import { placeOf } from "./place.ts";
import { returnsOf } from "./returns.ts";
import type { Declared, Piece, TopLevel } from "./topLevel.ts";

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
    // `export { f as default }` gives no name to know a node by.
    if (declared === undefined || names.has(name) || name === "default") continue;
    const wrong = declared.pieces.slice(0, 1).flatMap(({ variable }) => choiceFaults(name, variable));
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    for (const piece of wrappingNothing(declared, top)) problems.push(...wrapsNothing(name, piece));
    for (const found of nodeFunctionsOf(declared, top)) {
      names.add(name);
      const read = nodeOf(name, found, top);
      problems.push(...read.problems);
      nodes.push({ function: found.function, facts: { ...read.facts, ...placeOf(declared.identifier) } });
    }
  }
  nodes.sort((a, b) => a.facts.line - b.facts.line || a.facts.column - b.facts.column);
  return { nodes, problems };
}

function nodeOf(name: string, found: FoundFunction, top: TopLevel) {
  const { function: fn, part, piece } = found;
  const read = parametersOf(name, fn.parameters);
  const doc = docOf(piece.statement);
  const said = modifiersOf(name, found, top);
  const returns = returnsOf(fn);
  return {
    problems: [...read.problems, ...said.problems],
    facts: {
      name,
      part,
      parameters: read.parameters,
      async: hasModifier(fn, "AsyncKeyword"),
      generator: fn.asteriskToken !== undefined,
      ...(piece.variant === undefined ? {} : { variant: piece.variant.at }),
      ...(said.modifiers.length === 0 ? {} : { modifiers: said.modifiers }),
      ...(returns === undefined ? {} : { returns }),
      ...(doc === undefined ? {} : { doc }),
    },
  };
}

/** What modifiers wrap that is no function: of variants each, of any other value the whole. */
function wrappingNothing(declared: Declared, top: TopLevel): readonly Piece[] {
  const wrapping = declared.pieces.filter(({ modifiers }) => modifiers !== undefined);
  const found = new Set(nodeFunctionsOf(declared, top).map(({ piece }) => piece));
  return found.size > 0 && wrapping.every(({ variant }) => variant === undefined)
    ? []
    : wrapping.filter((piece) => !found.has(piece));
}

function choiceFaults(name: string, variable: VariableDeclaration | undefined): readonly Problem[] {
  if (variable?.initializer === undefined) return [];
  return choiceProblems(name, variable.initializer, isConst(variable));
}

function isConst({ parent }: VariableDeclaration): boolean {
  return (parent.flags & compiler().NodeFlags.Const) !== 0;
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
    const said = modifierFacts(
      call,
      (name) => constantNamed(name, top),
      (expression, by) => functionNamed(expression, by, top),
    );
    if (typeof said === "string") {
      refuse(said, call);
      continue;
    }
    const unknown = boundNames(said).find((name) => !taken.has(name));
    if (unknown === undefined) facts.push(said);
    else
      refuse(
        `${call.name}() ${said.kind === "pipeInput" ? "pipes" : "binds"} \`${unknown}\`, which is no parameter of the function.${didYouMean(unknown, [...taken])}`,
        call,
      );
  }
  return { modifiers: facts, problems };
}

/** Parameters that a modifier says something of. */
function boundNames(said: ModifierFacts): readonly string[] {
  switch (said.kind) {
    case "parameterize":
      return Object.values(said.cases).flatMap((bound) => Object.keys(bound));
    case "inject":
      return Object.keys(said.bound);
    case "pipeInput":
      return Object.keys(said.steps);
    case "cache":
      return (["seed", "now"] as const).filter((name) => said[name] === true);
    default:
      return [];
  }
}

function constantNamed(name: string, top: TopLevel) {
  const [piece, ...others] = top.declared.get(name)?.pieces ?? [];
  if (piece?.variable === undefined || others.length > 0) return undefined;
  return isConst(piece.variable) ? piece.variable.initializer : undefined;
}

function wrapsNothing(node: string, { modifiers = [], variant }: Piece): readonly Problem[] {
  const inner = modifiers.at(-1);
  const call = inner?.call ?? variant?.chooser;
  if (call === undefined) return [];
  const which =
    inner === undefined
      ? `oneOf() takes functions, and its variant ${variant!.at} is none that is written here: write the function, or the name of a function of this module.`
      : `${inner.name}() wraps a function that stands last among its arguments, or the name of a function of this module: \`${inner.name}(…, (rows) => …)\`.`;
  const message = `\`${node}\` (line ${placeOf(call).line}): ${which}`;
  return [{ code: "bad-modifier", message, node, ...placeOf(call) }];
}

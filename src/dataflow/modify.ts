// Which nodes do the modifiers of a function make of it?
import type { Behavior, Impure, Lending } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import type { BoundFacts, CodedDefault, ModifierFacts, NodeFacts, ParameterFacts } from "../source/facts.ts";
import { asCollector, asList, type MapRole } from "./mapRole.ts";

/** A parameter and the name of what it reads. */
export interface Need {
  readonly parameter: string;
  readonly from: string;
  readonly facts: ParameterFacts;
}

/** A parameter that a modifier has bound to a value. */
export interface BoundValue {
  readonly parameter: string;
  readonly value: { readonly literal: unknown } | CodedDefault;
}

/** How a node comes to its value: its function is called, or something is taken out of the one value that it reads. */
export type Step =
  | { readonly kind: "call" }
  /** What a loader loaded, without what it tells of it. */
  | { readonly kind: "loaded" }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "column"; readonly name: string };

/** What `cache()` says of a node. */
export interface CacheSettings {
  readonly behavior?: Behavior;
  readonly format?: string;
  readonly ttlMs?: number;
  readonly impure?: Impure;
  readonly lend?: Lending;
  readonly preview?: boolean;
}

/** A node before it is tied to others. */
export interface MadeNode {
  readonly name: string;
  readonly facts: NodeFacts;
  readonly needs: readonly Need[];
  readonly bound: readonly BoundValue[];
  readonly step: Step;
  /** How it was made, where that is more than a call of the function: part of its code version (R3). */
  readonly selector: string | undefined;
  readonly role: "loader" | "saver" | undefined;
  /** Its part in computing item by item; undefined for a node of its own. */
  readonly map: MapRole | undefined;
  readonly settings: CacheSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The nodes of an exported function, from the innermost modifier to the outermost.
 *
 * @throws CellarError `bad-modifier` for modifiers that do not go together
 */
export function modify(facts: NodeFacts): readonly MadeNode[] {
  const known = made.get(facts);
  if (known !== undefined) return known;
  const nodes = nodesOf(facts);
  made.set(facts, nodes);
  return nodes;
}

/** Facts never change, and many drivers are built of one module. */
const made = new WeakMap<NodeFacts, readonly MadeNode[]>();

function nodesOf(facts: NodeFacts): readonly MadeNode[] {
  const plain: MadeNode = {
    name: facts.name,
    facts,
    needs: facts.parameters.map((parameter) => ({ parameter: parameter.name, from: parameter.name, facts: parameter })),
    bound: [],
    step: CALL,
    selector: undefined,
    role: undefined,
    map: undefined,
    settings: NOTHING,
    tags: NOTHING,
  };
  if (facts.modifiers === undefined) return [plain];
  return facts.modifiers.reduceRight<readonly MadeNode[]>((nodes, modifier) => apply(modifier, nodes, facts), [plain]);
}

const CALL: Step = { kind: "call" };
const NOTHING = {};

function apply(modifier: ModifierFacts, nodes: readonly MadeNode[], facts: NodeFacts): readonly MadeNode[] {
  switch (modifier.kind) {
    case "cache": {
      const { kind: _, ...settings } = modifier;
      // What stands further out is read first, and says more.
      return nodes.map((node) => ({ ...node, settings: { ...node.settings, ...settings } }));
    }
    case "when":
      // It says whether there are nodes, not which: `chosenNodes.ts`.
      return nodes;
    case "tag":
      return nodes.map((node) => ({ ...node, tags: { ...node.tags, ...modifier.tags } }));
    case "parallelizable": {
      const list = own(nodes, modifier, facts);
      return nodes.map((node) => (node === list ? asList(node) : node));
    }
    case "collect":
      return nodes.map((node) => (node.step === CALL ? asCollector(node, modifier.partial) : node));
    case "dataSaver":
      return nodes.map((node) => (node.step === CALL ? { ...node, role: "saver" } : node));
    case "dataLoader":
      return nodes.flatMap((node) => (node.name === facts.name && node.step === CALL ? loaded(node) : [node]));
    case "extractFields":
      return [...nodes, ...modifier.names.map((name) => taken(own(nodes, modifier, facts), { kind: "field", name }))];
    case "extractColumns":
      return [...nodes, ...modifier.names.map((name) => taken(own(nodes, modifier, facts), { kind: "column", name }))];
    case "inject":
      return nodes.map((node) => (node.step === CALL ? bind(node, modifier.bound) : node));
    case "parameterize":
      if (nodes.some((node) => node.step.kind === "field" || node.step.kind === "column"))
        throw refuse(
          facts,
          "parameterize() around an extraction would make each extracted node once per case: extract in nodes of their own.",
        );
      return Object.entries(modifier.cases).flatMap(([name, bound]) =>
        nodes.map((node) => ofCase(node, name, bound, facts)),
      );
  }
}

/** `x.loader` gives the value with what is known of it; `x` is the value. */
function loaded(node: MadeNode): readonly MadeNode[] {
  const loader = `${node.name}.loader`;
  return [
    { ...node, name: loader, role: "loader", selector: "loader" },
    { ...node, role: "loader", needs: [readOf(loader, node)], bound: [], step: { kind: "loaded" }, selector: "loaded" },
  ];
}

function taken(node: MadeNode, step: Step & { readonly name: string }): MadeNode {
  const selector = JSON.stringify([step.kind, step.name]);
  return {
    ...node,
    name: step.name,
    role: undefined,
    map: undefined,
    needs: [readOf(node.name, node)],
    bound: [],
    step,
    selector,
  };
}

function readOf(from: string, { facts }: MadeNode): Need {
  return { parameter: from, from, facts: { name: from, optional: false, line: facts.line, column: facts.column } };
}

/** The node that bears the value of the function. */
function own(nodes: readonly MadeNode[], { kind }: ModifierFacts, facts: NodeFacts): MadeNode {
  const found = nodes.find((node) => node.name === facts.name);
  if (found !== undefined) return found;
  throw refuse(
    facts,
    `${kind}() around parameterize() does not say which case it extracts from: extract in a node of its own.`,
  );
}

function bind(node: MadeNode, bound: Readonly<Record<string, BoundFacts>>): MadeNode {
  const needs = node.needs.flatMap((need): readonly Need[] => {
    const to = bound[need.parameter];
    if (to === undefined || !Object.hasOwn(bound, need.parameter)) return [need];
    return "from" in to ? [{ ...need, from: to.from }] : [];
  });
  const values = Object.entries(bound).flatMap(([parameter, value]) => ("from" in value ? [] : [{ parameter, value }]));
  return { ...node, needs, bound: [...node.bound.filter((b) => !Object.hasOwn(bound, b.parameter)), ...values] };
}

function ofCase(
  node: MadeNode,
  name: string,
  bound: Readonly<Record<string, BoundFacts>>,
  { name: exported }: NodeFacts,
): MadeNode {
  const renamed = (text: string) =>
    text === exported ? name : text === `${exported}.loader` ? `${name}.loader` : text;
  if (node.step === CALL) return { ...bind(node, bound), name: renamed(node.name) };
  // It reads the loader of its own case.
  return { ...node, name: renamed(node.name), needs: node.needs.map((need) => readOf(renamed(need.from), node)) };
}

function refuse({ name, line, column }: NodeFacts, message: string): Error {
  return cellarError("bad-modifier", `\`${name}\` (line ${line}): ${message}`, { where: { node: name, line, column } });
}

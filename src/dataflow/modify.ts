// Which nodes do the modifiers of a function make of it?
import type { BoundFacts, ModifierFacts, NodeFacts } from "../source/facts.ts";
import { checkedOutput } from "./checks.ts";
import {
  type CacheSettings,
  type MadeNode,
  needsBound,
  own,
  type RunBinding,
  readOf,
  refuse,
  type Step,
} from "./madeNode.ts";
import { asCollector, asList } from "./mapRole.ts";
import { pipedInput, pipedOutput } from "./pipes.ts";

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
  return facts.modifiers.reduceRight<readonly MadeNode[]>(
    (nodes, modifier, at) => apply(modifier, nodes, facts, at),
    [plain],
  );
}

const CALL: Step = { kind: "call" };
const NOTHING = {};

function apply(modifier: ModifierFacts, nodes: readonly MadeNode[], facts: NodeFacts, at: number): readonly MadeNode[] {
  switch (modifier.kind) {
    case "cache": {
      const { kind: _, ...settings } = modifier;
      const { format: _format, ...inner } = settings;
      return nodes.flatMap((node) => set([node], node.isInner ? inner : settings));
    }
    case "retry": {
      const { kind: _, ...retry } = modifier;
      return set(nodes, { retry });
    }
    case "timeout":
      return set(nodes, { timeoutMs: modifier.ms });
    case "subdag":
      // What its modules make stands beside it: `subdag.ts`.
      return nodes;
    case "when":
      // It says whether there are nodes, not which: `chosenNodes.ts`.
      return nodes;
    case "tag":
      return nodes.map((node) => ({ ...node, tags: { ...node.tags, ...modifier.tags } }));
    case "parallelizable": {
      const list = own(nodes, modifier.kind, facts);
      return nodes.map((node) => (node === list ? asList(node) : node));
    }
    case "collect":
      return nodes.map((node) => (node.step === CALL ? asCollector(node, modifier.partial) : node));
    case "dataSaver":
      return nodes.map((node) => (node.step === CALL ? { ...node, role: "saver" } : node));
    case "dataLoader":
      if (isOfOutput(nodes))
        throw refuse(
          facts,
          "dataLoader() stands around steps or a check of what it loads: write it inside, around the function.",
        );
      if (own(nodes, modifier.kind, facts).map?.kind === "list")
        throw refuse(
          facts,
          "dataLoader() stands around parallelizable(), and what it loads would be the items: write it inside, around the function.",
        );
      return nodes.flatMap((node) => (node.name === facts.name && node.step === CALL ? loaded(node) : [node]));
    case "extractFields":
      return [
        ...nodes,
        ...modifier.names.map((name) => taken(own(nodes, modifier.kind, facts), { kind: "field", name })),
      ];
    case "extractColumns":
      return [
        ...nodes,
        ...modifier.names.map((name) => taken(own(nodes, modifier.kind, facts), { kind: "column", name })),
      ];
    case "inject":
      for (const node of nodes) {
        const piped = node.step === CALL && Object.keys(modifier.bound).find((parameter) => isPiped(node, parameter));
        if (piped) throw refuse(facts, pipedText("inject", piped));
      }
      return nodes.map((node) => (node.step === CALL ? bind(node, modifier.bound, `${facts.name} ${at} `) : node));
    case "parameterize":
      if (nodes.some(({ isCase }) => isCase))
        throw refuse(facts, "parameterize() stands around another one: write all cases in one object.");
      if (nodes.some(({ name }) => name !== facts.name && !name.startsWith(`${facts.name}.`)))
        throw refuse(
          facts,
          "parameterize() around an extraction would make each extracted node once per case: extract in nodes of their own.",
        );
      return Object.entries(modifier.cases).flatMap(([name, bound]) =>
        nodes.map((node) => ofCase(node, name, bound, facts, `${facts.name} ${at} ${name}`)),
      );
    case "pipeOutput":
      return pipedOutput(nodes, modifier.steps, facts, at);
    case "pipeInput":
      return pipedInput(nodes, modifier.steps, facts, at);
    case "checkOutput":
      return checkedOutput(nodes, modifier, facts, at);
  }
}

/** What stands further out is read first, and says more. */
function set(nodes: readonly MadeNode[], settings: CacheSettings): readonly MadeNode[] {
  return nodes.map((node) => boundToRun({ ...node, settings: { ...node.settings, ...settings } }));
}

/** `x.loader` gives the value with what is known of it; `x` is the value. */
function loaded(node: MadeNode): readonly MadeNode[] {
  const loader = `${node.name}.loader`;
  return [
    { ...node, name: loader, role: "loader", selector: "loader" },
    {
      ...node,
      role: "loader",
      map: undefined,
      needs: [readOf(loader, node)],
      bound: [],
      step: { kind: "loaded" },
      selector: "loaded",
    },
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

function bind(node: MadeNode, bound: Parameters<typeof needsBound>[1], owner: string): MadeNode {
  return { ...node, ...needsBound(node, bound, owner) };
}

/** Is the node of the function's name no longer a call of it? */
function isOfOutput(nodes: readonly MadeNode[]): boolean {
  return nodes.some(({ step }) => step.kind === "same" || step.kind === "checked");
}

/** Does the parameter read what a step gives? */
function isPiped({ needs }: MadeNode, parameter: string): boolean {
  return needs.some((need) => need.parameter === parameter && need.isPiped);
}

/** `cache({ seed: true })`: the parameter of that name is the run's to give. */
function boundToRun(node: MadeNode): MadeNode {
  if (node.step !== CALL) return node;
  const given = RUN_BINDINGS.filter((name) => node.settings[name] === true);
  return given.length === 0
    ? node
    : bind(node, Object.fromEntries(given.map((run) => [run, { run }])), node.facts.name);
}

const RUN_BINDINGS: readonly RunBinding[] = ["seed", "now"];

function pipedText(by: string, parameter: string): string {
  return `${by}() binds \`${parameter}\`, which pipeInput() inside of it pipes: write pipeInput() around ${by}().`;
}

function ofCase(
  node: MadeNode,
  name: string,
  bound: Readonly<Record<string, BoundFacts>>,
  { name: exported }: NodeFacts,
  owner: string,
): MadeNode {
  const renamed = (text: string) =>
    text === exported || text.startsWith(`${exported}.`) ? `${name}${text.slice(exported.length)}` : text;
  // An open key knows the node by the name that it would have without them.
  const known = node.keyName === undefined ? {} : { keyName: renamed(node.keyName) };
  const called = node.step === CALL ? bind(node, bound, owner) : node;
  // It reads the loader and the steps of its own case.
  const needs = called.needs.map((need) => {
    if (node.step.kind === "loaded") return readOf(renamed(need.from), node);
    return need.from.startsWith(`${exported}.`) ? { ...need, from: renamed(need.from) } : need;
  });
  const piped = node.step === CALL ? Object.keys(bound).find((parameter) => isPiped(node, parameter)) : undefined;
  if (piped !== undefined) throw refuse(node.facts, pipedText("parameterize", piped));
  return { ...called, ...known, name: renamed(node.name), needs, isCase: true };
}

// Which nodes do `pipeInput` and `pipeOutput` make? One for each step, so that a step that gives the same stops there.
import type { NodeFacts, ParameterFacts, StepFacts } from "../source/facts.ts";
import {
  type CacheSettings,
  type HeldPlace,
  type MadeNode,
  type Need,
  needsBound,
  own,
  readOf,
  refuse,
  rename,
} from "./madeNode.ts";

/** `x.raw` is what the function gives, `x.step1` what the first step makes of it, `x` what the last one gives. */
export function pipedOutput(
  nodes: readonly MadeNode[],
  steps: readonly StepFacts[],
  facts: NodeFacts,
  modifier: number,
): readonly MadeNode[] {
  const last = own(nodes, "pipeOutput", facts);
  const { name } = last;
  const raw = `${name}.raw`;
  if (nodes.some((node) => node.name === raw)) throw twice("pipeOutput", facts);
  const place = { name: facts.name, variant: facts.variant, modifier, path: [] };
  const made = chain(raw, name, steps, last, place);
  const piped: MadeNode = {
    ...asRead(last),
    name,
    needs: [readOf(made.at(-1)?.name ?? raw, last, "value")],
    step: { kind: "same" },
    selector: "same",
  };
  return [...rename(nodes, last, raw), ...made, piped];
}

/** `x.rows.step1` is what the first step makes of what `rows` reads; the function's `rows` reads what the last one gives. */
export function pipedInput(
  nodes: readonly MadeNode[],
  piped: Readonly<Record<string, readonly StepFacts[]>>,
  facts: NodeFacts,
  modifier: number,
): readonly MadeNode[] {
  return nodes.flatMap((node) => {
    if (node.step.kind !== "call") return [node];
    const made: MadeNode[] = [];
    const needs = node.needs.map((need): Need => {
      const steps = Object.hasOwn(piped, need.parameter) ? piped[need.parameter]! : [];
      if (steps.length === 0) return need;
      const { parameter } = need;
      // Those of a loader, and of what is looked at, are told of the node that they are for.
      const of = `${(node.keyName ?? node.name).replace(/\.loader$/, "")}.${parameter}`;
      if (need.isPiped) throw twice("pipeInput", facts);
      const place = { name: facts.name, variant: facts.variant, modifier, path: [parameter] };
      const own = chain(need.from, of, steps, node, place);
      made.push(...own);
      return { ...need, from: own.at(-1)!.name, facts: required(need.facts), isPiped: true };
    });
    const missing = Object.keys(piped).find((parameter) => node.bound.some((bound) => bound.parameter === parameter));
    if (missing !== undefined)
      throw refuse(facts, `pipeInput() pipes \`${missing}\`, which inject() binds to a value: pipe what a node gives.`);
    return [...made, { ...node, needs }];
  });
}

function chain(
  from: string,
  of: string,
  steps: readonly StepFacts[],
  { settings, tags, facts: { doc } }: MadeNode,
  place: HeldPlace,
): readonly MadeNode[] {
  let before = from;
  return steps.map((step) => {
    const name = `${of}.${step.name}`;
    const [first, ...others] = step.parameters;
    const given: Need = {
      parameter: first!.name,
      from: before,
      facts: required(first!),
    };
    const rest = others.map((facts) => ({ parameter: facts.name, from: facts.name, facts }));
    before = name;
    return {
      name,
      facts: factsOf(step, doc),
      ...needsBound({ needs: [given, ...rest], bound: [] }, step.bound, `step ${step.line}:${step.column}`),
      step: { kind: "apply", place: { ...place, path: [...place.path, step.at] } },
      selector: undefined,
      role: undefined,
      map: undefined,
      settings: innerSettings(settings),
      tags,
      isInner: true,
    } satisfies MadeNode;
  });
}

/** A default is for the function alone: what is piped is there, or nothing can be made of it. */
function required({ default: _, ...facts }: ParameterFacts): ParameterFacts {
  return { ...facts, optional: false };
}

/** A step is a function of the module as any node's; the name is under which the loader holds what it is bound to. */
function factsOf(step: StepFacts, doc: string | undefined): NodeFacts {
  const { line, column, part, parameters, async, generator, returns } = step;
  return {
    name: `step ${line}:${column}`,
    part,
    parameters,
    async,
    generator,
    ...(returns === undefined ? {} : { returns }),
    ...(doc === undefined ? {} : { doc }),
    line,
    column,
  };
}

/** The same node, not as a call. */
export function asRead({ keyName: _, isInner: __, ...node }: MadeNode): MadeNode {
  const { format } = node.settings;
  const settings = { ...innerSettings(node.settings), ...(format === undefined ? {} : { format }) };
  return { ...node, settings, role: undefined, map: undefined, bound: [] };
}

/** What is said of calls is said of the function, and a format is of the node that all read. */
export function innerSettings(all: CacheSettings): CacheSettings {
  const { format: _, retry: __, timeoutMs: ___, ...settings } = all;
  return settings;
}

function twice(kind: string, facts: NodeFacts): Error {
  return refuse(facts, `${kind}() stands around another one: write all steps in one list.`);
}

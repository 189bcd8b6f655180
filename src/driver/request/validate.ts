// Could this request run? All that is wrong with it is told at once, and nothing is thrown.
import type { ClassTable } from "../../contracts.ts";
import { type Closure, closureOf, unknownName } from "../../dataflow/closure.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { inputProblems, type RequestProblem } from "../../dataflow/inputs.ts";
import { askedItemText } from "../../dataflow/itemNodes.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import { errorLine } from "../../run/record/nodeError.ts";
import { versionOf } from "../../values/version.ts";
import { inspectedAs } from "../told/inspect.ts";
import { outsideProblems } from "./outsideProblems.ts";

export interface Validation {
  /** Would it run? Warnings do not keep it from that. */
  readonly ok: boolean;
  /** What `execute` would refuse. */
  readonly problems: readonly RequestProblem[];
  /** What is allowed and may surprise. */
  readonly warnings: readonly RequestWarning[];
  /** A summary, then a line for each. */
  toString(): string;
}

export interface RequestWarning {
  readonly code: "not-needed" | "source-unknown" | "unversionable" | "nothing-asked";
  /** The input, module or node that it is about. */
  readonly name: string;
  readonly text: string;
}

/**
 * @param names and `inputs` of unknown shape: what is no list or no object is a problem too
 * @param found problems that were found elsewhere
 */
export function validate(
  graph: Graph,
  classes: ClassTable,
  names: unknown,
  inputs: unknown,
  found: readonly RequestProblem[] = [],
): Validation {
  const problems: RequestProblem[] = [...found];
  const bad = (name: string, text: string) => problems.push({ code: "bad-option", name, text });
  const isInputs = inputs === undefined || (typeof inputs === "object" && inputs !== null && !Array.isArray(inputs));
  if (!Array.isArray(names)) bad("names", `Node names are given as a list, e.g. ["total"], not ${kindOf(names)}.`);
  if (!isInputs) bad("inputs", `Inputs are given by name, e.g. { inputs: { x: 1 } }, not ${kindOf(inputs)}.`);
  const asked: string[] = [];
  for (const name of new Set<unknown>(Array.isArray(names) ? names : [])) {
    if (typeof name === "string") asked.push(name);
    else bad("names", `A node's name is a text, not ${kindOf(name)}.`);
  }
  const known = asked.filter((name) => graph.indexOf.has(name));
  for (const name of asked) {
    if (!graph.indexOf.has(name)) problems.push({ code: "unknown-node", name, text: unknownName(name, graph).message });
  }
  for (const name of known) {
    const said = askedItemText(graph, name);
    if (said !== undefined) bad(name, said);
  }
  const given = Object.create(null) as Record<string, unknown>;
  try {
    if (isInputs) Object.assign(given, inputs);
  } catch (error) {
    bad("inputs", `The inputs cannot be read: ${errorLine(error)}.`);
  }
  const closure = closureOf(graph, known);
  problems.push(...inputProblems(graph, closure, given), ...outsideProblems(closure, given));
  const warnings = [
    ...(Array.isArray(names) && names.length === 0 ? [NOTHING_ASKED] : []),
    ...(known.length === asked.length ? notNeeded(graph, closure, given) : []),
    ...unknownSources(closure),
    ...unversionable(closure, classes, given),
  ];
  const text = () => textOf(closure, problems, warnings);
  const validation = {
    ok: problems.length === 0,
    problems,
    warnings,
    toString: text,
    [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text() }),
  };
  return inspectedAs(validation, text);
}

const NOTHING_ASKED: RequestWarning = {
  code: "nothing-asked",
  name: "names",
  text: "No node is asked for: nothing would execute.",
};

function notNeeded(graph: Graph, closure: Closure, given: Readonly<Record<string, unknown>>): RequestWarning[] {
  const isIdle = (name: string) => {
    const index = graph.indexOf.get(name);
    return index !== undefined && graph.nodes[index]!.kind === "input" && !closure.indexOf.has(name);
  };
  return Object.keys(given)
    .filter(isIdle)
    .map((name) => ({
      code: "not-needed",
      name,
      text: `The input \`${name}\` is given, but nothing that is asked for needs it.`,
    }));
}

function unknownSources(closure: Closure): RequestWarning[] {
  const byModule = new Map<ModuleInstance, string[]>();
  for (const node of closure.nodes) {
    if (node.kind === "input" || node.module.hasSource) continue;
    const nodes = byModule.get(node.module) ?? [];
    byModule.set(node.module, nodes);
    nodes.push(node.name);
  }
  return [...byModule].map(([{ name }, nodes]) => ({
    code: "source-unknown",
    name,
    text: `\`${name}\` was loaded without its source text: ${listOf(nodes)} would execute in every run.`,
  }));
}

function unversionable(
  closure: Closure,
  classes: ClassTable,
  given: Readonly<Record<string, unknown>>,
): RequestWarning[] {
  return closure.nodes.flatMap((node, index): RequestWarning[] => {
    if (node.kind !== "input" || given[node.name] === undefined) return [];
    const versioned = versionOf(given[node.name], classes);
    if (versioned.ok) return [];
    const { path, what } = versioned.refusal;
    const users = closure.users[index]!.map((user) => closure.nodes[user]!.name);
    const text = `The input \`${node.name}\` has no version: ${path === "" ? "it" : `\`${path}\``} is ${what}. ${listOf(users)} would execute in every run.`;
    return [{ code: "unversionable", name: node.name, text }];
  });
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  return names.length > 3 ? `${shown.join(", ")} and ${names.length - 3} more` : shown.join(", ");
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function textOf(closure: Closure, problems: readonly RequestProblem[], warnings: readonly RequestWarning[]): string {
  const nodes = closure.nodes.filter((node) => node.kind === "node").length;
  const counted = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? "" : "s"}`;
  const head = problems.length === 0 ? `ready: ${counted(nodes, "node")}` : counted(problems.length, "problem");
  const warned = warnings.length === 0 ? "" : `, ${counted(warnings.length, "warning")}`;
  return [
    `${head}${warned}`,
    ...problems.map(({ text }) => `✕ ${text}`),
    ...warnings.map(({ text }) => `! ${text}`),
  ].join("\n");
}

// Do the given inputs fit the asked nodes? What is missing or misplaced is told at once, all of it.
import { cellarError } from "../errors.ts";
import { didYouMean, nearest } from "../nearest.ts";
import { absentText } from "./absentText.ts";
import type { Closure } from "./closure.ts";
import type { Graph } from "./graph.ts";
import type { FunctionNode } from "./node.ts";

/** What is wrong with a request, of one name. */
export interface RequestProblem {
  readonly code: "bad-option" | "missing-input" | "unknown-node";
  /** The node, input or option that it is about. */
  readonly name: string;
  readonly text: string;
}

/**
 * Checks inputs before anything runs.
 *
 * @throws CellarError `bad-option` for an input that bears a node's name (R23) or that no node takes, `missing-input` naming every gap
 */
export function checkInputs(graph: Graph, closure: Closure, inputs: Readonly<Record<string, unknown>>): void {
  const misplaced = misplacedInputs(graph, inputs).map(({ name }) => `\`${name}\``);
  if (misplaced.length > 0) throw cellarError("bad-option", misplacedText(misplaced.join(", ")));
  const gaps = missingInputs(graph, closure, inputs);
  if (gaps.length > 0) throw cellarError("missing-input", gaps.map(({ text }) => text).join("\n"));
  // After the gaps: where the name that was meant is missing, that says more.
  const unused = unknownInputs(graph, inputs);
  if (unused.length > 0) throw cellarError("bad-option", unused.map(({ text }) => text).join("\n"));
}

/** All that `checkInputs` would refuse, and what it would refuse next. */
export function inputProblems(
  graph: Graph,
  closure: Closure,
  inputs: Readonly<Record<string, unknown>>,
): readonly RequestProblem[] {
  return [...misplacedInputs(graph, inputs), ...missingInputs(graph, closure, inputs), ...unknownInputs(graph, inputs)];
}

/** Inputs that bear a node's name (R23). */
function misplacedInputs(graph: Graph, inputs: Readonly<Record<string, unknown>>): readonly RequestProblem[] {
  return Object.keys(inputs).flatMap((name) => {
    const index = graph.indexOf.get(name);
    const isNode = index !== undefined && graph.nodes[index]!.kind === "node";
    return isNode ? [{ code: "bad-option" as const, name, text: misplacedText(`\`${name}\``) }] : [];
  });
}

function misplacedText(names: string): string {
  const [first] = names.split(", ");
  return `${names}: a node cannot be given as an input. Give it as an override, { overrides: { ${first!.replaceAll("`", "")}: … } }, or rename the input.`;
}

/** Inputs that the asked nodes cannot do without. */
function missingInputs(
  graph: Graph,
  closure: Closure,
  inputs: Readonly<Record<string, unknown>>,
): readonly RequestProblem[] {
  return closure.nodes.flatMap((node, index) => {
    if (node.kind !== "input" || Object.hasOwn(inputs, node.name)) return [];
    const users = closure.users[index]!.map((u) => closure.nodes[u] as FunctionNode);
    // Only what is asked for counts: another node, not asked for, may require what these can do without.
    const needing = users.filter((user) => user.edges.some((e) => e.from === node.name && !e.facts.optional));
    if (needing.length === 0 && !closure.asked.includes(index)) return [];
    const names = needing.map((user) => user.name);
    return [{ code: "missing-input" as const, name: node.name, text: missingText(node.name, names, graph, inputs) }];
  });
}

function unknownInputs(graph: Graph, inputs: Readonly<Record<string, unknown>>): readonly RequestProblem[] {
  return Object.keys(inputs).flatMap((name) =>
    graph.indexOf.has(name) ? [] : [{ code: "bad-option" as const, name, text: unusedText(name, graph) }],
  );
}

/** Beside a parameter with a default a slip would go unnoticed, and the value of the default would count. */
function unusedText(name: string, graph: Graph): string {
  const known = graph.nodes.flatMap((node) => (node.kind === "input" ? [node.name] : []));
  const list = known.map((n) => `\`${n}\``).join(", ");
  const some =
    known.length === 0 ? " This dataflow takes no inputs." : known.length <= 12 ? ` Inputs are ${list}.` : "";
  return `No node takes an input \`${name}\`.${didYouMean(name, known)}${some}`;
}

function missingText(
  name: string,
  users: readonly string[],
  graph: Graph,
  inputs: Readonly<Record<string, unknown>>,
): string {
  const who =
    users.length === 0 ? "The request" : `\`${users[0]}\`${users.length > 1 ? ` and ${users.length - 1} more` : ""}`;
  const need = `${who} ${users.length > 1 ? "need" : "needs"} \`${name}\`, but no cell defines it and no input gives it.`;
  const absent = absentText(name, graph);
  if (absent !== undefined) return `${need} ${absent} Or give it: { inputs: { ${name}: … } }.`;
  for (const module of graph.modules) {
    const part = module.facts.parts[name];
    if (part?.class === "function" && !part.exported) {
      return `${need} \`${module.name}\` has a function of that name (line ${part.line}): add \`export\` to make it a node.`;
    }
  }
  const near = nearest(name, [
    ...graph.nodes.filter((n) => n.name !== name).map((n) => n.name),
    ...Object.keys(inputs),
  ]);
  const hint = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  return `${need}${hint} Give it: { inputs: { ${name}: … } }.`;
}

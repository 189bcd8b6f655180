// Which nodes are computed once per item? All that read a list or an item, up to what collects them.
import { type CellarError, cellarError } from "../errors.ts";
import type { Graph } from "./graph.ts";
import type { FunctionNode, GraphNode } from "./node.ts";

/**
 * The same graph, in which nodes between `parallelizable` and `collect` are item nodes.
 *
 * @throws CellarError `bad-modifier` for a list of items within a list, two lists that cross, and what collects nothing
 */
export function withItems(graph: Graph): Graph {
  if (!graph.nodes.some((node) => node.kind === "node" && node.map !== undefined)) return graph;
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) nodes.push(node.kind === "node" ? placed(node, nodes) : node);
  return { ...graph, nodes };
}

/** Name of the list whose items a node stands for; undefined for a node that is computed once. */
export function listOf(node: GraphNode): string | undefined {
  const own = node.kind === "node" ? node : node.overridden;
  if (own?.map?.kind === "list") return own.name;
  return own?.map?.kind === "item" ? own.map.list : undefined;
}

/** Why a name cannot be asked for that stands for one value per item: its type is that of one item. */
export function askedItemText({ nodes, indexOf }: Graph, name: string): string | undefined {
  const at = indexOf.get(name);
  const list = at === undefined ? undefined : listOf(nodes[at]!);
  if (list === undefined) return undefined;
  return `\`${name}\` has one value per item of \`${list}\`. Ask for a node that collects them, e.g. export const all = collect({}, (${name}) => ${name}).`;
}

/** @throws CellarError `bad-option` for names that stand for one value per item */
export function refuseItems(graph: Graph, names: readonly string[]): void {
  for (const name of names) {
    const said = askedItemText(graph, name);
    if (said !== undefined) throw cellarError("bad-option", said);
  }
}

/** @throws CellarError `bad-option`: nothing would tell the items apart, or tell that the list has changed */
export function refuseIgnoredItems(
  { nodes }: Graph,
  behaviors: ReadonlyMap<string, { readonly behavior: string; readonly by: string }>,
): void {
  for (const node of nodes) {
    const said = behaviors.get(node.name)!;
    const list = node.kind === "node" && said.behavior === "ignore" ? listOf(node) : undefined;
    if (list === undefined) continue;
    const told = `\`${node.name}\` has one value per item of \`${list}\`, so it cannot be ignored (${said.by}): below it, nothing would tell the items apart.`;
    throw cellarError("bad-option", `${told} Use "disable", "recompute", or "ignore" for a node that reads no item.`);
  }
}

function placed(node: FunctionNode, before: readonly GraphNode[]): FunctionNode {
  const sources = node.edges.map(({ parameter, dep }) => ({
    parameter,
    node: before[dep]!,
    list: listOf(before[dep]!),
  }));
  const items = sources.filter(({ list }) => list !== undefined);
  if (node.map?.kind === "collect") {
    if (items.length > 0) return node;
    throw refuse(
      node,
      "collect() has nothing to collect: none of its parameters is a `parallelizable` list, or computed from one.",
    );
  }
  const [first] = items;
  if (first === undefined) return node;
  if (node.map?.kind === "list")
    throw refuse(
      node,
      `parallelizable() reads \`${first.node.name}\`, which has one value per item of \`${first.list}\`: a list within a list is not computed item by item. Give one list of all, or collect \`${first.node.name}\` first.`,
    );
  const other = items.find(({ list }) => list !== first.list);
  if (other !== undefined)
    throw refuse(
      node,
      `it reads an item of \`${first.list}\` (\`${first.node.name}\`) and one of \`${other.list}\` (\`${other.node.name}\`), and nothing says which belong together. Collect one of them first, or give the pairs in one list.`,
    );
  const each = new Set(items.map(({ parameter }) => parameter));
  const role = { kind: "item", list: first.list!, each, selector: node.selector } as const;
  return { ...node, map: role, selector: JSON.stringify(["each", [...each].sort(), node.selector ?? ""]) };
}

function refuse({ name, facts, module }: FunctionNode, message: string): CellarError {
  return cellarError("bad-modifier", `\`${name}\` (${module.name}, line ${facts.line}): ${message}`, {
    where: { module: module.name, node: name, line: facts.line, column: facts.column },
  });
}

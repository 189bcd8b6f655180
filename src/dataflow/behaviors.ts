// What does each node do with the cache, and who says so?
import { BEHAVIORS, type Behavior } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import type { Graph } from "./graph.ts";
import type { FunctionNode, GraphNode } from "./node.ts";

/** As a user gives them: names of nodes, or `true` for all that no other list names. */
export interface BehaviorOptions {
  readonly default?: true | readonly string[];
  readonly recompute?: true | readonly string[];
  readonly ignore?: true | readonly string[];
  readonly disable?: true | readonly string[];
  readonly defaultBehavior?: Behavior;
  readonly defaultLoaderBehavior?: Behavior;
  readonly defaultSaverBehavior?: Behavior;
}

export interface NodeBehavior {
  readonly behavior: Behavior;
  /** Who says so, in words for a cue. */
  readonly by: string;
  /** Is it only what holds where nothing else is said? A value that is not stored for this reason keeps its version. */
  readonly isFallback: boolean;
}

/**
 * Settles the behavior of each node and input. What is closer to the execution wins: a list of `withCache`, the `cache()`
 * modifier, the default for loaders and savers, the default for all.
 *
 * A list that names a node means those of which it is made too, `x.loader`, `x.raw`, `x.step1`, unless a list names those.
 *
 * @throws CellarError `unknown-node` that names the nearest; `bad-option` for an unknown behavior, or lists that contradict
 */
export function resolveBehaviors(graph: Graph, options: BehaviorOptions): ReadonlyMap<string, NodeBehavior> {
  checkOptions(options);
  const listed = listedNames(graph, options);
  const all = BEHAVIORS.filter((behavior) => options[behavior] === true);
  if (all.length > 1) throw bad(`withCache({ ${all[0]}: true, ${all[1]}: true }): only one of them can be true.`);
  const fallback: NodeBehavior = {
    behavior: options.defaultBehavior ?? "default",
    by: "withCache({ defaultBehavior })",
    isFallback: true,
  };
  const behaviorOf = (node: GraphNode): NodeBehavior => {
    const named = (listed.size === 0 ? undefined : listedFor(node.name, listed)) ?? all[0];
    // Inputs show what holds for all, and are versioned whatever that is (R23).
    if (node.kind === "input") return all[0] === undefined ? fallback : said(all[0], `withCache({ ${all[0]} })`);
    if (named !== undefined) return said(named, `withCache({ ${named} })`);
    return ofNode(node, options) ?? fallback;
  };
  const behaviors = new Map<string, NodeBehavior>();
  for (const node of graph.nodes) behaviors.set(node.name, behaviorOf(node));
  return behaviors;
}

function listedFor(name: string, listed: ReadonlyMap<string, Behavior>): Behavior | undefined {
  for (let named = name; ; named = named.slice(0, named.lastIndexOf("."))) {
    const found = listed.get(named);
    if (found !== undefined || !named.includes(".")) return found;
  }
}

function ofNode({ settings, role }: FunctionNode, options: BehaviorOptions): NodeBehavior | undefined {
  if (settings.behavior !== undefined) return said(settings.behavior, `cache({ behavior: "${settings.behavior}" })`);
  const { defaultLoaderBehavior: loader, defaultSaverBehavior: saver } = options;
  if (role === "loader" && loader !== undefined) return said(loader, "withCache({ defaultLoaderBehavior })");
  if (role === "saver" && saver !== undefined) return said(saver, "withCache({ defaultSaverBehavior })");
  return undefined;
}

function said(behavior: Behavior, by: string): NodeBehavior {
  return { behavior, by, isFallback: false };
}

function listedNames(graph: Graph, options: BehaviorOptions): ReadonlyMap<string, Behavior> {
  if (BEHAVIORS.every((behavior) => options[behavior] === undefined || options[behavior] === true)) return new Map();
  const nodes = graph.nodes.flatMap((node) => (node.kind === "node" ? [node.name] : []));
  const known = new Set(nodes);
  const listed = new Map<string, Behavior>();
  for (const behavior of BEHAVIORS) {
    const names = options[behavior];
    if (names === undefined || names === true) continue;
    if (!Array.isArray(names))
      throw bad(`withCache({ ${behavior} }) is a list of names, or true, not ${JSON.stringify(names)}.`);
    for (const name of names as readonly string[]) {
      if (!known.has(name))
        throw cellarError(
          "unknown-node",
          `withCache({ ${behavior} }) names \`${name}\`, which is no node.${didYouMean(name, nodes)}`,
        );
      const other = listed.get(name);
      if (other !== undefined && other !== behavior)
        throw bad(`withCache() names \`${name}\` twice: in \`${other}\` and in \`${behavior}\`. Take it out of one.`);
      listed.set(name, behavior);
    }
  }
  return listed;
}

function checkOptions(options: BehaviorOptions): void {
  for (const option of ["defaultBehavior", "defaultLoaderBehavior", "defaultSaverBehavior"] as const) {
    const given = options[option];
    if (given === undefined || BEHAVIORS.includes(given)) continue;
    const list = BEHAVIORS.map((behavior) => `"${behavior}"`).join(", ");
    throw bad(
      `withCache({ ${option} }) is one of ${list}, not ${JSON.stringify(given)}.${didYouMean(String(given), BEHAVIORS)}`,
    );
  }
}

function bad(message: string): Error {
  return cellarError("bad-option", message);
}

// Which nodes are there, and how are they tied? Parameters name what they need.
import { cellarError } from "../errors.ts";
import type { Config } from "./chosenNodes.ts";
import type { MadeNode } from "./madeNode.ts";
import type { ModuleInstance } from "./module.ts";
import type { Edge, GraphNode } from "./node.ts";
import { refuseProblems } from "./problems.ts";
import { placedNodes } from "./subdag.ts";

/** Nodes and inputs in topological order: whatever a node needs stands before it. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Indices that each node reads, without repetition. */
  readonly deps: readonly (readonly number[])[];
  readonly modules: readonly ModuleInstance[];
}

/**
 * Ties the functions of modules by their parameters' names.
 *
 * @param modules later ones win where `allowModuleOverrides` says so
 * @param options.config chooses between variants; undefined where it is not known, then the first of each counts
 * @throws CellarError `bad-source`, `bad-parameter`, `free-name` for a text that is no module; `duplicate`, `circular`
 */
export function buildGraph(
  modules: readonly ModuleInstance[],
  options: { readonly allowModuleOverrides: boolean; readonly config?: Config },
): Graph {
  for (const module of modules) refuseProblems(module);
  return orderGraph(collectFunctions(modules, options), modules);
}

interface Collected {
  readonly made: MadeNode;
  /** In which its function stands. */
  readonly module: ModuleInstance;
  /** That makes the node: another one where it uses the former by `subdag`. */
  readonly maker: ModuleInstance;
}

function collectFunctions(
  modules: readonly ModuleInstance[],
  { allowModuleOverrides, config }: Parameters<typeof buildGraph>[1],
): Map<string, Collected> {
  const found = new Map<string, Collected>();
  for (const module of modules) {
    for (const { made, module: home } of placedNodes(module, config)) {
      const { name, facts } = made;
      const earlier = found.get(name);
      // Within one module no later one could win.
      if (earlier !== undefined && (!allowModuleOverrides || earlier.maker === module)) {
        const places = `\`${earlier.module.name}\` (line ${earlier.made.facts.line}) and \`${module.name}\` (line ${facts.line})`;
        const remedy =
          earlier.maker === module
            ? "Rename one."
            : "Rename one, or call allowModuleOverrides() to let the later module win.";
        throw cellarError("duplicate", `\`${name}\` is defined twice: in ${places}. ${remedy}`, {
          where: { module: module.name, line: facts.line, node: name },
        });
      }
      found.set(name, { made, module: home, maker: module });
    }
  }
  return found;
}

/** Depth first from each function in source order, without recursion: 10,000 nodes in a row are no problem. */
function orderGraph(functions: ReadonlyMap<string, Collected>, modules: readonly ModuleInstance[]): Graph {
  const nodes: GraphNode[] = [];
  const deps: (readonly number[])[] = [];
  const indexOf = new Map<string, number>();
  const open = new Set<string>();

  const place = (name: string): void => {
    const found = functions.get(name);
    if (found === undefined) {
      deps.push([]);
      nodes.push({ kind: "input", name });
    } else {
      const { needs, ...made } = found.made;
      const edges: Edge[] = needs.map(({ parameter, from, facts }) => ({
        parameter,
        from,
        dep: indexOf.get(from)!,
        facts,
      }));
      deps.push(edges.length < 2 ? edges.map((e) => e.dep) : [...new Set(edges.map((e) => e.dep))]);
      nodes.push({ kind: "node", module: found.module, edges, ...made });
    }
    indexOf.set(name, nodes.length - 1);
  };

  for (const root of functions.keys()) {
    if (indexOf.has(root)) continue;
    const path: { name: string; next: number }[] = [{ name: root, next: 0 }];
    open.add(root);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const need = functions.get(top.name)?.made.needs[top.next++];
      if (need === undefined) {
        place(top.name);
        open.delete(top.name);
        path.pop();
      } else if (open.has(need.from)) {
        refuseCircle([...path.map((p) => p.name), need.from], functions);
      } else if (!indexOf.has(need.from)) {
        path.push({ name: need.from, next: 0 });
        open.add(need.from);
      }
    }
  }
  return { nodes, indexOf, deps, modules };
}

function refuseCircle(path: readonly string[], functions: ReadonlyMap<string, Collected>): never {
  const last = path[path.length - 1]!;
  const circle = path.slice(path.indexOf(last));
  const {
    module,
    made: { facts },
  } = functions.get(circle[0]!)!;
  const told = circle.map((name) => `\`${name}\``).join(" → ");
  throw cellarError(
    "circular",
    `Nodes need each other in a circle: ${told} (each needs the next). Break it by renaming a parameter or splitting a function.`,
    { where: { module: module.name, line: facts.line, node: facts.name } },
  );
}

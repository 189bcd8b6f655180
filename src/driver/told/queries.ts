// What can be asked of a dataflow without running it? Its nodes, what lies above and below, what a run would touch.
import { closureOf } from "../../dataflow/closure.ts";
import type { Graph } from "../../dataflow/graph.ts";
import { downstreamOf, pathBetween, upstreamOf } from "../../dataflow/queries.ts";
import { cellarError } from "../../errors.ts";
import type { DataflowRecord, PlanRecord } from "../../protocol/index.ts";
import { shapeOf } from "../../run/record/shape.ts";
import type { DriverParts } from "../driver.ts";
import { lineageOf } from "../lineage.ts";
import { classesOf } from "../modules/classes.ts";
import { LIST } from "../options/optionChecks.ts";
import type { Given } from "../options/options.ts";
import { refuseOptions } from "../options/refuseOptions.ts";
import type { Validation } from "../request/validate.ts";
import { validateGiven } from "../request/validateGiven.ts";
import type { Key } from "../types.ts";
import { type NodeInfo, nodeInfos, type TagFilter, withTags } from "./nodeInfo.ts";
import { type DataflowView, type PlanView, viewOfDataflow, viewOfPlan } from "./views.ts";

/** A node or an input. */
type Either<Nodes, Inputs> = Key<Nodes> | Key<Inputs>;

export interface Queries<Nodes extends object, Inputs extends object> {
  /**
   * Nodes and inputs, in topological order.
   *
   * @param options only those whose tags fit: `{ tags: { owner: "me", team: ["a", "b"], draft: true } }`
   * @throws CellarError `bad-option` for a tag that no node has, or another option
   */
  listAvailableVariables(options?: { readonly tags?: TagFilter }): readonly NodeInfo<Either<Nodes, Inputs>>[];
  /**
   * The named ones and all that they need, in topological order.
   *
   * @throws CellarError `unknown-node`
   */
  whatIsUpstreamOf(...names: readonly Either<Nodes, Inputs>[]): readonly NodeInfo<Either<Nodes, Inputs>>[];
  /**
   * The named ones and all that is computed from them, in topological order.
   *
   * @throws CellarError `unknown-node`
   */
  whatIsDownstreamOf(...names: readonly Either<Nodes, Inputs>[]): readonly NodeInfo<Either<Nodes, Inputs>>[];
  /**
   * All that lies on a way from one down to the other, both included; empty where no way leads there.
   *
   * @throws CellarError `unknown-node`
   */
  whatIsThePathBetween(
    from: Either<Nodes, Inputs>,
    to: Either<Nodes, Inputs>,
  ): readonly NodeInfo<Either<Nodes, Inputs>>[];
  /** All that `execute` would refuse, and what may surprise, at once; nothing runs and nothing is thrown. */
  validateExecution(names: readonly Key<Nodes>[], given?: Given<Nodes, Inputs>): Validation;
  /** The whole dataflow. Displays itself. */
  displayAllFunctions(): DataflowView;
  /** What a run would do, drawn: which nodes hit, execute, or may. Displays itself; what is wrong with the request is raised then. */
  visualizeExecution(names: readonly Key<Nodes>[], given?: Given<Nodes, Inputs>): PlanView;
  /**
   * What lies between two nodes, drawn. Displays itself.
   *
   * @throws CellarError `unknown-node`; `bad-option` where no way leads from the one down to the other
   */
  visualizePathBetween(from: Either<Nodes, Inputs>, to: Either<Nodes, Inputs>): DataflowView;
  /**
   * What a run would do, as the JSON text of a `PlanRecord`: nodes, edges, lines and sources' digests, what executes and why.
   *
   * @throws CellarError `unknown-node`, `missing-input`, `bad-option`
   */
  exportExecution(names: readonly Key<Nodes>[], given?: Given<Nodes, Inputs>): Promise<string>;
}

/** @param planned what a run of these names would do */
export function makeQueries<Nodes extends object, Inputs extends object>(
  { graph, label, modules, config }: Pick<DriverParts, "graph" | "label" | "modules" | "config">,
  planned: (names: readonly string[], given: Given<object, object>) => Promise<PlanRecord>,
): Queries<Nodes, Inputs> {
  let known: ReturnType<typeof nodeInfos> | undefined;
  const infos = () => {
    known ??= nodeInfos(graph);
    return known;
  };
  const told = (indices: readonly number[]) => indices.map((index) => infos()[index]!);
  const drawn = (indices: readonly number[]): DataflowRecord => ({
    v: 1,
    type: "dataflow",
    label: lineageOf(label, modules).label,
    graph: shapeOf(cut(graph, indices)).record,
  });
  const queries: Queries<Record<string, unknown>, Record<string, unknown>> = {
    listAvailableVariables(options = {}) {
      refuseOptions("listAvailableVariables", options, LIST);
      return options.tags === undefined ? infos() : withTags(infos(), options.tags);
    },
    whatIsUpstreamOf: (...names) => told(upstreamOf(graph, names)),
    whatIsDownstreamOf: (...names) => told(downstreamOf(graph, names)),
    whatIsThePathBetween: (from, to) => told(pathBetween(graph, from, to)),
    validateExecution: (names, given) => validateGiven(graph, config, classesOf(modules), names, given),
    displayAllFunctions: () => viewOfDataflow(async () => drawn(graph.nodes.map((_, index) => index))),
    visualizeExecution: (names, given = {}) => viewOfPlan(() => planned(names, given)),
    visualizePathBetween(from, to) {
      const between = pathBetween(graph, from, to);
      if (between.length === 0) throw noWay(graph, from, to);
      return viewOfDataflow(async () => drawn(between));
    },
    exportExecution: async (names, given = {}) => JSON.stringify(await planned(names, given), undefined, 2),
  };
  return queries as unknown as Queries<Nodes, Inputs>;
}

function noWay(graph: Graph, from: string, to: string): Error {
  const isTurned = pathBetween(graph, to, from).length > 0;
  const remedy = isTurned
    ? ` One leads the other way: visualizePathBetween("${to}", "${from}").`
    : ` \`${to}\` needs ${closureOf(graph, [to]).nodes.length - 1} others, none of which is computed from \`${from}\`.`;
  return cellarError("bad-option", `No way leads from \`${from}\` down to \`${to}\`.${remedy}`);
}

/** Some nodes of a graph, re-indexed, with the ties between them. */
function cut({ nodes, deps }: Graph, indices: readonly number[]): Pick<Graph, "nodes" | "deps"> {
  const here = new Map(indices.map((index, at) => [index, at]));
  return {
    nodes: indices.map((index) => nodes[index]!),
    deps: indices.map((index) => deps[index]!.flatMap((dep) => here.get(dep) ?? [])),
  };
}

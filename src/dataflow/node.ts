// What is one place in the dataflow: a function with its parameters, or an input?
import type { ParameterFacts } from "../source/facts.ts";
import type { MadeNode } from "./madeNode.ts";
import type { ModuleInstance } from "./module.ts";

/** A parameter and what it is bound to. */
export interface Edge {
  readonly parameter: string;
  /** Name of the node or input; the parameter's own unless a modifier says otherwise. */
  readonly from: string;
  /** Index of the node or input of that name in the graph. */
  readonly dep: number;
  readonly facts: ParameterFacts;
}

export type GraphNode = FunctionNode | InputNode;

export interface FunctionNode extends Omit<MadeNode, "needs"> {
  readonly kind: "node";
  readonly module: ModuleInstance;
  /** In the order of the function's parameters. */
  readonly edges: readonly Edge[];
}

export interface InputNode {
  readonly kind: "input";
  readonly name: string;
  /** The node in whose place a value is given, where it is an override. */
  readonly overridden?: FunctionNode;
}

// Which part has a node in computing item by item? It gives the list, is computed once per item, or collects.

export type MapRole =
  /** Its value is the list; whoever reads it is computed once per item. */
  { readonly kind: "list" } | ItemRole | CollectRole;

export interface ItemRole {
  readonly kind: "item";
  /** Name of the list's node. */
  readonly list: string;
  /** Parameters that take one item; the others take the whole value of what they read. */
  readonly each: ReadonlySet<string>;
  /** How one item is made, as for a node that is computed once (R3). */
  readonly selector: string | undefined;
}

export interface CollectRole {
  readonly kind: "collect";
  /** Does it run where items have failed, with a marker in the place of each? */
  readonly partial: boolean;
}

interface Modified {
  readonly selector: string | undefined;
  readonly map: MapRole | undefined;
}

/** Whatever can be iterated becomes a list: not what the function alone would give, so it is told in the code version (R3). */
export function asList<Node extends Modified>(node: Node): Node {
  return { ...node, map: { kind: "list" }, selector: JSON.stringify(["list", node.selector ?? ""]) };
}

/** What was computed in spite of failures is no result of a node that does not run with them, so its code version differs. */
export function asCollector<Node extends Modified>(node: Node, partial: boolean): Node {
  const selector = partial ? JSON.stringify(["partial", node.selector ?? ""]) : node.selector;
  return { ...node, map: { kind: "collect", partial }, selector };
}

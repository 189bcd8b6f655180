// What is known of a node before anything runs?
import type { Graph } from "../../dataflow/graph.ts";
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";

export interface NodeInfo<Name extends string = string> {
  readonly name: Name;
  readonly kind: "node" | "input";
  /** Nodes and inputs that it reads. */
  readonly deps: readonly string[];
  /** Those of them that it can do without. */
  readonly optionalDeps: readonly string[];
  /** Absent for an input, as are line and doc. */
  readonly module: string | undefined;
  /** In the module's text, from 1. */
  readonly line: number | undefined;
  /** First paragraph of its doc comment. */
  readonly doc: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** By tag: the value, one of several values, or `true` for any. All of them must fit. */
export type TagFilter = Readonly<Record<string, string | readonly string[] | true>>;

export function nodeInfos(graph: Graph): readonly NodeInfo[] {
  return graph.nodes.map((node, i) => {
    const isNode = node.kind === "node";
    return {
      name: node.name,
      kind: node.kind,
      deps: graph.deps[i]!.map((dep) => graph.nodes[dep]!.name),
      optionalDeps: isNode
        ? node.edges.flatMap(({ facts, dep }) => (facts.optional ? [graph.nodes[dep]!.name] : []))
        : [],
      module: isNode ? node.module.name : undefined,
      line: isNode ? node.facts.line : undefined,
      doc: isNode ? node.facts.doc : undefined,
      tags: (isNode ? node.tags : undefined) ?? {},
    };
  });
}

/**
 * Those whose tags fit.
 *
 * @throws CellarError `bad-option` for a tag that no node has, with the nearest one, and for a filter that is none
 */
export function withTags(infos: readonly NodeInfo[], filter: TagFilter): readonly NodeInfo[] {
  const known = new Set(infos.flatMap(({ tags }) => Object.keys(tags)));
  for (const [tag, wanted] of Object.entries(filter)) {
    if (wanted !== true && typeof wanted !== "string" && !Array.isArray(wanted)) {
      throw cellarError(
        "bad-option",
        `The tag filter \`${tag}\` is a text, a list of texts, or \`true\` for any value, not ${typeof wanted}.`,
      );
    }
    if (known.has(tag)) continue;
    const list = known.size === 0 ? " No node has a tag." : "";
    throw cellarError("bad-option", `No node has a tag \`${tag}\`.${didYouMean(tag, known)}${list}`);
  }
  return infos.filter(({ tags }) =>
    Object.entries(filter).every(([tag, wanted]) => {
      const value = Object.hasOwn(tags, tag) ? tags[tag] : undefined;
      return value !== undefined && (wanted === true || [wanted].flat().includes(value));
    }),
  );
}

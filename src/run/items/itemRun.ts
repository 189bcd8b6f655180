// What is to be decided of the items of one node? A closure of its own: what they read, and the node once for each different item.
import type { Binding, Digest } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { ItemRole } from "../../dataflow/mapRole.ts";
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import type { FunctionNode, GraphNode } from "../../dataflow/node.ts";
import { cellarError } from "../../errors.ts";
import { digestOf } from "../../identity/digest.ts";
import { type NodeCode, nodeCodeOf } from "../decide/nodeCode.ts";
import type { Question, QuestionNode } from "../decide/question.ts";
import type { Reading } from "../store/readValue.ts";
import type { ItemSource } from "./itemSources.ts";
import type { ItemWorld } from "./itemWorld.ts";

export interface ItemRun {
  readonly closure: Closure;
  readonly question: Question;
  readonly codes: readonly (NodeCode | undefined)[];
  /** By item: its index in the closure, or why it is left out. */
  readonly places: readonly (number | ItemFailure)[];
  /** What the items read, by its index in the closure; what has no source is a parameter whose default applies. */
  readonly sources: readonly (ItemSource | undefined)[];
  read(version: string): Promise<Reading>;
}

interface Part {
  readonly node: GraphNode;
  readonly version: string | undefined;
  readonly source: ItemSource | undefined;
  readonly saved: Digest | undefined;
}

export function itemRun(x: ItemWorld, i: number, sources: readonly ItemSource[]): ItemRun {
  const node = x.closure.nodes[i] as FunctionNode;
  const outer = x.resolution.question.nodes[i]!;
  const single: FunctionNode = { ...node, map: undefined, selector: (node.map as ItemRole).selector };
  const code = nodeCodeOf(single, x.options.mode, x.parts.surroundings);
  const isDrawn = code.reads.length > 0 || code.code.marks.length > 0;
  const parts: Part[] = [];
  const placeOf = new Map<string, number>();
  const place = (key: string, part: Part): number => {
    const found = placeOf.get(key) ?? parts.push(part) - 1;
    placeOf.set(key, found);
    return found;
  };
  /** Per edge and item, where it stands; in the order of the function's parameters. */
  const bound = node.edges.map(({ parameter }, at) => {
    const dep = x.closure.bound[i]![at]!;
    const source = sources.find((one) => one.parameter === parameter);
    if (source === undefined) {
      const absent = place(`absent ${dep}`, {
        node: x.closure.nodes[dep]!,
        version: undefined,
        source: undefined,
        saved: undefined,
      });
      return { parameter, isBound: false, placeAt: () => absent };
    }
    const here = (version: string, item: number) => {
      const saved = source.savedOf(item);
      return place(`${dep} ${version} ${saved ?? ""}`, {
        node: named(x.closure.nodes[dep]!, node),
        version,
        source,
        saved,
      });
    };
    const { versions } = source;
    if (typeof versions === "string") {
      const whole = here(versions, 0);
      return { parameter, isBound: true, placeAt: () => whole };
    }
    const all = versions.map((version, item) => (version === undefined ? -1 : here(version, item)));
    return { parameter, isBound: true, placeAt: (item: number) => all[item]! };
  });

  const items: { readonly deps: readonly number[]; readonly turn: number }[] = [];
  const turns = new Map<string, number>();
  const known = new Map<string, number>();
  const places = Array.from({ length: lengthOf(sources) }, (_, item) => {
    const failure = sources.map(({ failures }) => failures.get(item)).find((found) => found !== undefined);
    if (failure !== undefined) return failure;
    const deps = bound.map(({ placeAt }) => placeAt(item));
    const same = deps.join(" ");
    // Equal items share a computation, but not a draw.
    const turn = isDrawn ? (turns.get(same) ?? 0) : 0;
    turns.set(same, turn + 1);
    const key = `${same} ${turn}`;
    const at = known.get(key) ?? parts.length + items.push({ deps, turn }) - 1;
    known.set(key, at);
    return at;
  });

  const count = parts.length;
  const edges = items.map(({ deps }) => bound.map(({ parameter }, at) => ({ parameter, dep: deps[at]! })));
  const users: number[][] = [...parts, ...items].map(() => []);
  const deps = items.map((item) => [...new Set(item.deps)]);
  deps.forEach((list, at) => {
    for (const dep of list) users[dep]!.push(count + at);
  });
  const nothing = parts.map(() => []);
  const asked = items.map((_, at) => count + at);
  const questions = items.map(
    ({ turn }, at): QuestionNode => ({
      ...outer,
      bound: edges[at]!.filter((_, edge) => bound[edge]!.isBound),
      fixed: turn === 0 ? outer.fixed : [...outer.fixed, turnBinding(turn)],
      codeVersion: code.code.version,
    }),
  );
  const bySource = new Map(parts.flatMap(({ version, source }) => (version && source ? [[version, source]] : [])));
  return {
    closure: {
      nodes: [...parts.map((part) => part.node), ...items.map(() => single)],
      bound: [...nothing, ...items.map((item) => item.deps)],
      edges: [...nothing, ...edges],
      deps: [...nothing, ...deps],
      users,
      asked: [], // nobody takes the values here: each is read where it is needed
      indexOf: x.closure.indexOf,
    },
    question: {
      nodes: [...parts.map(() => undefined), ...questions],
      users,
      asked,
      given: [...parts.map(({ version }) => version), ...items.map(() => undefined)],
      givenSaved: [...parts.map(({ saved }) => saved), ...items.map(() => undefined)],
      dataflowId: x.resolution.question.dataflowId,
      now: x.resolution.question.now,
    },
    codes: [...parts.map(() => undefined), ...items.map(() => code)],
    places,
    sources: parts.map(({ source }) => source),
    read: (version) => bySource.get(version)!.read(version),
  };
}

/** The how manieth of its like an item is; a name that no parameter has. */
function turnBinding(turn: number): Binding {
  return ["#", "value", digestOf("turn/1", String(turn))];
}

/** What an item reads can be read again, as a node's value can, wherever it is from. */
function named(dep: GraphNode, like: FunctionNode): GraphNode {
  return dep.kind === "node" ? dep : { ...like, name: dep.name };
}

function lengthOf(sources: readonly ItemSource[]): number {
  const lengths = new Set(sources.flatMap(({ versions }) => (typeof versions === "string" ? [] : [versions.length])));
  if (lengths.size === 1) return [...lengths][0]!;
  const names = sources.map(({ parameter }) => `\`${parameter}\``).join(", ");
  throw cellarError("bad-modifier", `The lists that ${names} are items of have different lengths.`);
}

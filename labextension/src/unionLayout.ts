// Where does each node of a run stand, if it is to stay there in all runs of its dataflow?
import type { RunRecord } from "cellar/protocol";
import {
  type Direction,
  FOLD_ABOVE,
  type Layout,
  layoutGraph,
  type Picture,
  type Size,
  shorten,
  sizeOf,
} from "cellar/view";

/** More graphs than these, counted from the newest, are not brought together. */
const MOST_GRAPHS = 12;

export type LayOut = (picture: Picture, run: RunRecord, runs: readonly RunRecord[], direction: Direction) => Layout;

/**
 * Makes a function that lays a run's picture out as part of the union of its dataflow's graphs, so that scrubbing moves no
 * node. Large or folded pictures, and names that are not unique, get a layout of their own. It remembers what it has laid out.
 */
export function unionLayout(): LayOut {
  const known = new Map<string, Layout>();
  const layOut = (parts: Parts, direction: Direction): Layout => {
    const key = JSON.stringify([direction, parts]);
    const layout =
      known.get(key) ??
      layoutGraph(parts, { direction, sizeOf: (place) => parts.sizes[place] ?? { width: 0, height: 0 } });
    // The oldest is forgotten first; what is used again counts as new.
    known.delete(key);
    known.set(key, layout);
    if (known.size > 24) known.delete(known.keys().next().value ?? "");
    return layout;
  };
  return (picture, run, runs, direction) => {
    const own = { names: picture.boxes.map((box) => box.key), deps: picture.deps, sizes: picture.boxes.map(sizeOf) };
    if (picture.boxes.some((box) => box.kind === "stub")) return layOut(own, direction);
    const union = uniteGraphs(run, runs);
    const places = own.names.map((name) => union.names.indexOf(name));
    const isOne = new Set(places).size === places.length && union.names.length <= FOLD_ABOVE;
    if (!isOne || union.names.length === places.length) return layOut(own, direction);
    return cutOut(layOut(union, direction), places, picture);
  };
}

interface Parts {
  readonly names: readonly string[];
  readonly deps: readonly (readonly number[])[];
  readonly sizes: readonly Size[];
}

/** Of the layout of the whole, the boxes and edges that a picture has. */
function cutOut(whole: Layout, places: readonly number[], picture: Picture): Layout {
  const boxOf = new Map(places.map((place, box) => [place, box]));
  const edges = new Set(picture.deps.flatMap((deps, box) => deps.map((dep) => `${dep} ${box}`)));
  return {
    ...whole,
    boxes: places.map((place) => whole.boxes[place]!),
    routes: whole.routes.flatMap((route) => {
      const from = boxOf.get(route.from);
      const to = boxOf.get(route.to);
      return from !== undefined && to !== undefined && edges.has(`${from} ${to}`) ? [{ ...route, from, to }] : [];
    }),
  };
}

function uniteGraphs(run: RunRecord, runs: readonly RunRecord[]): Parts {
  const kin = runs.filter((other) => other.dataflow.id === run.dataflow.id && other.graph.names.length <= FOLD_ABOVE);
  const newest = new Map([...kin].reverse().map((other) => [other.graph.id, other.graph]));
  // Oldest first, the same order for every run of the dataflow; a graph older than all these comes before them.
  const graphs = [...newest.values()].slice(0, MOST_GRAPHS).reverse();
  if (!graphs.some((graph) => graph.id === run.graph.id)) graphs.unshift(run.graph);
  const names = new Map<string, number>();
  const deps: Set<number>[] = [];
  const sizes: Size[] = [];
  const placeOf = (name: string): number => {
    const place = names.get(name) ?? names.size;
    names.set(name, place);
    deps[place] ??= new Set();
    return place;
  };
  for (const graph of graphs) {
    graph.names.forEach((name, node) => {
      const place = placeOf(name);
      const size = sizeOf({ label: shorten(name, 26), kind: graph.kinds[node] === "i" ? "input" : "node" });
      sizes[place] = { width: Math.max(size.width, sizes[place]?.width ?? 0), height: size.height };
      for (const dep of graph.deps[node] ?? []) deps[place]!.add(placeOf(graph.names[dep] ?? ""));
    });
  }
  return { names: [...names.keys()], deps: deps.map((set) => [...set]), sizes };
}

// Which nodes of a large run are drawn, and which are folded into stubs?

export interface Unfolded {
  readonly deps: readonly (readonly number[])[];
  /** One status letter per node; undefined where nothing has run. */
  readonly status: string | undefined;
  readonly asked: readonly number[];
  /** Largest number of nodes drawn one by one. */
  readonly most: number;
}

export interface Folded {
  /** The nodes of each box: one, or those of a stub. */
  readonly groups: readonly (readonly number[])[];
  /** Indices of the boxes that each box reads. */
  readonly deps: readonly (readonly number[])[];
}

/**
 * Leaves a small graph as it is. In a large one the nodes that matter most stay (failed, running, executed, asked, then
 * their neighbours), the rest becomes stubs. A stub never joins what lies above a drawn node with what lies below it,
 * so the folded graph has no circle that the graph has not.
 */
export function foldGraph({ deps, status, asked, most }: Unfolded): Folded {
  if (deps.length <= most) return { groups: deps.map((_, node) => [node]), deps };
  const drawn = chooseDrawn({ deps, status, asked, most });
  const level = levelsOf(deps, drawn);
  const joined = joinFolded(deps, drawn, level, most);
  const groups: number[][] = [];
  const groupOf = new Map<string, number>();
  const group = deps.map((_, node) => {
    const key = drawn[node] === 1 ? `n${node}` : joined(node);
    const known = groupOf.get(key) ?? groups.push([]) - 1;
    groupOf.set(key, known);
    groups[known]!.push(node);
    return known;
  });
  const ties = groups.map(() => new Set<number>());
  deps.forEach((list, node) => {
    for (const dep of list) if (group[dep] !== group[node]) ties[group[node]!]!.add(group[dep]!);
  });
  return { groups, deps: ties.map((set) => [...set]) };
}

/** What a reader looks for first; hits, inputs and what was not needed come last. */
const RANK: Readonly<Record<string, number>> = { f: 0, r: 1, x: 2, u: 3, w: 4, p: 5, s: 6 };

function chooseDrawn({ deps, status, asked, most }: Unfolded): Uint8Array {
  const drawn = new Uint8Array(deps.length);
  const nodes = deps.map((_, node) => node);
  const ties = tiesOf(deps);
  const rank = (node: number): number => RANK[status?.[node] ?? ""] ?? 9;
  const isAsked = new Set(asked);
  const first = nodes
    .filter((node) => rank(node) < 9 || isAsked.has(node))
    .sort((a, b) => rank(a) - rank(b) || ties[b]!.length - ties[a]!.length || a - b);
  // In a dataflow that has not run, the nodes with most ties are its skeleton.
  const wanted = first.length > 0 ? first : nodes.sort((a, b) => ties[b]!.length - ties[a]!.length || a - b);
  const room = Math.floor(most * 0.8);
  for (const node of wanted.slice(0, room)) drawn[node] = 1;
  const around = wanted.slice(0, room).flatMap((node) => ties[node]!.filter((tie) => drawn[tie] === 0));
  if (first.length > 0 && wanted.length + around.length <= room) for (const node of around) drawn[node] = 1;
  return drawn;
}

function tiesOf(deps: Unfolded["deps"]): number[][] {
  const ties: number[][] = deps.map((list) => [...list]);
  deps.forEach((list, node) => {
    for (const dep of list) ties[dep]!.push(node);
  });
  return ties;
}

/** How many drawn nodes stand on the longest way down to each node; circles are cut at the first node met again. */
function levelsOf(deps: Unfolded["deps"], drawn: Uint8Array): Int32Array {
  const level = new Int32Array(deps.length);
  const readers: number[][] = deps.map(() => []);
  const waiting = Int32Array.from(deps, (list) => list.length);
  deps.forEach((list, node) => {
    for (const dep of list) readers[dep]!.push(node);
  });
  const ready = deps.flatMap((list, node) => (list.length === 0 ? [node] : []));
  for (let done = 0; done < ready.length; done++) {
    const node = ready[done]!;
    if (drawn[node] === 1) level[node]!++;
    for (const reader of readers[node]!) {
      level[reader] = Math.max(level[reader]!, level[node]!);
      if (--waiting[reader]! === 0) ready.push(reader);
    }
  }
  return level;
}

/** Names the stub of a folded node: its connected neighbours of one level, or the whole level where that makes too many. */
function joinFolded(
  deps: Unfolded["deps"],
  drawn: Uint8Array,
  level: Int32Array,
  most: number,
): (node: number) => string {
  const parent = Int32Array.from(deps, (_, node) => node);
  const find = (node: number): number => {
    let at = node;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  deps.forEach((list, node) => {
    if (drawn[node] === 1) return;
    for (const dep of list) if (drawn[dep] === 0 && level[dep] === level[node]) parent[find(node)] = find(dep);
  });
  const stubs = new Set(deps.flatMap((_, node) => (drawn[node] === 0 ? [find(node)] : [])));
  if (stubs.size <= Math.ceil(most / 4)) return (node) => `s${find(node)}`;
  return (node) => `l${level[node]}`;
}

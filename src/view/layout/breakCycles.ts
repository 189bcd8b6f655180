// Which edges can be laid out in one direction?

/** An edge in the direction of layout; `turned` if the graph has it the other way round. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly turned: boolean;
}

/**
 * Lists each edge once, without loops, and turns those that would close a circle (the back edges of a depth-first walk).
 *
 * @param deps - For each node the indices that it reads.
 */
export function breakCycles(deps: readonly (readonly number[])[]): Edge[] {
  const edges: Edge[] = [];
  const state = new Uint8Array(deps.length);
  const seen = new Set<number>();
  const add = (from: number, to: number, turned: boolean): void => {
    const id = from * deps.length + to;
    if (seen.has(id)) return;
    seen.add(id);
    edges.push({ from, to, turned });
  };
  for (let start = 0; start < deps.length; start++) {
    if (state[start] !== NEW) continue;
    // The path from `start`, with the number of deps already walked of each node on it.
    const path = [start];
    const walked = [0];
    state[start] = OPEN;
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      const next = walked[walked.length - 1]!;
      walked[walked.length - 1] = next + 1;
      const dep = deps[node]![next];
      if (dep === undefined) {
        state[node] = DONE;
        path.pop();
        walked.pop();
      } else if (dep !== node) {
        if (state[dep] === OPEN) add(node, dep, true);
        else add(dep, node, false);
        if (state[dep] === NEW) {
          state[dep] = OPEN;
          path.push(dep);
          walked.push(0);
        }
      }
    }
  }
  return edges;
}

const NEW = 0;
const OPEN = 1;
const DONE = 2;

// The reference model of a run: as slow and plain as possible, sharing nothing with the engine but the shapes.
import { createHash } from "node:crypto";

export interface ModelNode {
  readonly name: string;
  readonly deps: readonly number[];
  /** What the code computes: a text that goes into the value. */
  readonly code: string;
  /** Values are reduced modulo this, so that early cut-off happens often. */
  readonly modulus: number;
  readonly forced: boolean;
}

export interface ModelRow {
  readonly version: string;
  readonly hasBytes: boolean;
}

export type ModelStore = Map<string, ModelRow>;

const sha = (text: string) => createHash("sha256").update(text).digest("hex");

/** Values of nodes with different code differ, so that only a node's own execution brings its bytes back. */
export function modelValue(node: ModelNode, deps: readonly string[]): string {
  return `${node.code.at(-1)}:${Number.parseInt(sha(`${node.code}|${deps.join(",")}`).slice(0, 8), 16) % node.modulus}`;
}

export const modelVersion = (value: string) => sha(`value ${value}`);

/** Recursive, memoised per run; decides by the words of the law alone. */
export function modelRun(
  nodes: readonly (ModelNode | undefined)[],
  inputs: readonly (string | undefined)[],
  asked: readonly number[],
  store: ModelStore,
  keyOf: (node: ModelNode, depVersions: readonly string[]) => string,
): { readonly executed: ReadonlySet<number>; readonly values: ReadonlyMap<number, string> } {
  const executed = new Set<number>();
  const versions = new Map<number, string>();
  const values = new Map<number, string>();
  const closure = closureOf(nodes, asked);

  const valueOf = (i: number): string => {
    const known = values.get(i);
    if (known !== undefined) return known;
    const node = nodes[i];
    const value = node === undefined ? inputs[i]! : modelValue(node, node.deps.map(valueOf));
    values.set(i, value);
    return value;
  };
  const execute = (i: number): void => {
    if (executed.has(i)) return;
    const node = nodes[i]!;
    for (const dep of node.deps) need(dep);
    executed.add(i);
    versions.set(i, modelVersion(valueOf(i)));
    store.set(
      keyOf(
        node,
        node.deps.map((d) => versions.get(d)!),
      ),
      { version: versions.get(i)!, hasBytes: true },
    );
  };
  /** Somebody reads the value of node i. */
  const need = (i: number): void => {
    const node = nodes[i];
    if (node === undefined || executed.has(i)) return;
    const row = store.get(
      keyOf(
        node,
        node.deps.map((d) => versions.get(d)!),
      ),
    );
    if (row === undefined || !row.hasBytes) execute(i);
  };

  for (const i of closure) {
    const node = nodes[i];
    if (node === undefined) {
      versions.set(i, modelVersion(inputs[i]!));
      continue;
    }
    const row = store.get(
      keyOf(
        node,
        node.deps.map((d) => versions.get(d)!),
      ),
    );
    if (node.forced || row === undefined) execute(i);
    else versions.set(i, row.version);
    if (asked.includes(i)) need(i);
  }
  return { executed, values: new Map(asked.map((i) => [i, valueOf(i)])) };
}

export function closureOf(nodes: readonly (ModelNode | undefined)[], asked: readonly number[]): number[] {
  const wanted = new Set<number>();
  const visit = (i: number): void => {
    if (wanted.has(i)) return;
    wanted.add(i);
    nodes[i]?.deps.forEach(visit);
  };
  asked.forEach(visit);
  return [...wanted].sort((a, b) => a - b);
}

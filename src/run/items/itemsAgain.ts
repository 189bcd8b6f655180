// What are the values of a list's items, once more? Each is computed again, or read.
import type { ClassTable, Digest } from "../../contracts.ts";
import type { FunctionNode, GraphNode } from "../../dataflow/node.ts";
import { versionOf } from "../../values/version.ts";
import type { Reading } from "../store/readValue.ts";
import { ItemList } from "./itemList.ts";
import { numberOf } from "./itemsFailed.ts";

/** Is it a node that is computed once per item? */
export const itemsOf = (node: GraphNode): boolean => node.kind === "node" && node.map?.kind === "item";

/** The values of a stored list of items; undefined where one of them is lost. */
export async function valuesIn(
  { versions }: ItemList,
  read: (version: Digest) => Promise<Reading>,
): Promise<unknown[] | undefined> {
  const values: unknown[] = [];
  for (const version of versions) {
    const reading = await read(version!);
    if ("lost" in reading) return undefined;
    values.push(reading.value);
  }
  return values;
}

/**
 * @param reads of each edge and bound parameter, the value; of what is computed per item, the array
 * @param copied a copy: a body may change what it is given, and is called once more for the next item
 */
export async function itemsAgain(
  { edges, map }: FunctionNode,
  reads: readonly unknown[],
  call: (given: readonly unknown[]) => Promise<unknown>,
  copied: (value: unknown) => unknown,
): Promise<unknown[]> {
  const isEach = edges.map(({ parameter }) => map?.kind === "item" && map.each.has(parameter));
  const [list] = reads.filter((_, at) => isEach[at] === true) as (readonly unknown[])[];
  const values: unknown[] = [];
  for (let item = 0; item < list!.length; item++)
    values.push(await call(reads.map((read, at) => copied(isEach[at] === true ? (read as unknown[])[item] : read))));
  return values;
}

/** As it is told of a node's own value. */
export function versionOfItems(values: unknown, classes: ClassTable): ReturnType<typeof versionOf> {
  const versions: Digest[] = [];
  for (const [at, value] of (values as readonly unknown[]).entries()) {
    const versioned = versionOf(value, classes);
    if (!versioned.ok) {
      const { path, what } = versioned.refusal;
      return { ok: false, refusal: { path: `item ${numberOf(at)}${path === "" ? "" : `: ${path}`}`, what } };
    }
    versions.push(versioned.version);
  }
  return { ok: true, version: new ItemList(versions).version! };
}

// Do the items of a list still give the values that are stored of them? Each executes again.
import type { Digest } from "../contracts.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import { encodeValue } from "../values/encode.ts";
import type { Again } from "./executeAgain.ts";
import { ItemList } from "./itemList.ts";
import { numberOf } from "./itemsFailed.ts";
import { copyOf } from "./lending.ts";
import type { RunParts } from "./parts.ts";
import type { Reading } from "./readValue.ts";

/** The values of a stored list of items; undefined where one of them is lost. */
export async function valuesOf(
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
 * @param stored version of the list
 */
export async function itemsAgain(
  node: FunctionNode,
  reads: readonly unknown[],
  stored: Digest,
  { classes, metadata }: Pick<RunParts, "classes" | "metadata">,
  call: (given: readonly unknown[]) => Promise<unknown>,
): Promise<Again> {
  const isEach = node.edges.map(({ parameter }) => node.map?.kind === "item" && node.map.each.has(parameter));
  const lists = reads.filter((_, at) => isEach[at] === true) as (readonly unknown[])[];
  const versions: Digest[] = [];
  for (let item = 0; item < lists[0]!.length; item++) {
    const value = await call(reads.map((read, at) => (isEach[at] === true ? (read as unknown[])[item] : own(read))));
    const encoding = encodeValue(value, classes);
    if (!encoding.ok) {
      const { path, what } = encoding.refusal;
      const of = `item ${numberOf(item)}`;
      return { what: "unversioned", reason: `${path === "" ? of : `\`${path}\` of ${of}`} is ${what}` };
    }
    versions.push(encoding.version);
  }
  if (new ItemList(versions).version === stored) return { what: "same" };
  const [preview] = await metadata.previewsOf([stored]);
  return { what: "different", stored: preview, now: { type: "items", text: "other values of its items" } };

  /** A body may change what it is given, and is called once more for the next item. */
  function own(value: unknown): unknown {
    const encoding = encodeValue(value, classes);
    return encoding.ok ? copyOf(Buffer.concat(encoding.encoded.chunks), classes) : value;
  }
}

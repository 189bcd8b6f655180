// Does a node still give the value that is stored of it? It executes on copies of what it read then; nothing is stored.
import type { Closure } from "../dataflow/closure.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import type { Preview } from "../protocol/index.ts";
import { encodeValue } from "../values/encode.ts";
import { previewOf } from "../values/preview.ts";
import { defaultKey } from "./ask.ts";
import { callBody } from "./callBody.ts";
import { collected, isCollected } from "./collected.ts";
import type { Decided } from "./decide.ts";
import { ItemList } from "./itemList.ts";
import { itemsAgain, valuesOf } from "./itemsAgain.ts";
import { copyOf, keepCopy } from "./lending.ts";
import { lostHowText } from "./lostText.ts";
import { errorLine } from "./nodeError.ts";
import type { RunParts } from "./parts.ts";
import { type Reading, readValue } from "./readValue.ts";

export type Again =
  | { readonly what: "same" }
  | { readonly what: "different"; readonly stored: Preview | undefined; readonly now: Preview }
  /** Its value has no version now, and had one: what stands in it where. */
  | { readonly what: "unversioned"; readonly reason: string }
  | { readonly what: "failed"; readonly error: unknown; readonly reason: string }
  /** What it read then is not there any more. */
  | { readonly what: "unread"; readonly reason: string };

/**
 * @param i a node that is decided to be a hit
 * @throws what the result store throws, and nothing that the body throws
 */
export async function executeAgain(
  closure: Closure,
  { asked, resolution, snapshot }: Decided,
  i: number,
  parts: Pick<RunParts, "metadata" | "results" | "formats" | "classes" | "loadClasses" | "executor" | "surroundings">,
): Promise<Again> {
  const node = closure.nodes[i] as FunctionNode;
  const { classes } = parts;
  const read = (version: string): Promise<Reading> =>
    readValue(parts as RunParts, snapshot, version, (error) => {
      throw error;
    });

  const values: unknown[] = [];
  for (const [at, { parameter }] of node.edges.entries()) {
    const dep = closure.bound[i]![at]!;
    const source = closure.nodes[dep]!;
    const version = resolution.versions[dep];
    if (source.kind === "input") {
      const isDefault = !asked.inputs.has(dep);
      const given = isDefault ? asked.defaults.get(defaultKey(node.name, parameter)) : asked.inputs.get(dep);
      const bytes = isDefault ? bytesOf(given) : keepCopy(given, version!, classes);
      if (bytes === undefined && !isDefault) return unread(`the input \`${source.name}\` was changed meanwhile`);
      values.push(bytes === undefined ? given : copyOf(bytes, classes));
      continue;
    }
    const reading = version === undefined ? { lost: "missing" as const } : await read(version);
    if ("lost" in reading) {
      return unread(`the stored value of \`${source.name}\`, which it reads, ${lostHowText(reading.lost)}`);
    }
    const value = reading.value instanceof ItemList ? await valuesOf(reading.value, read) : reading.value;
    if (reading.value instanceof ItemList && value === undefined)
      return unread(`the stored value of an item of \`${source.name}\`, which it reads, is not there any more`);
    values.push(value);
  }
  for (const { parameter } of node.bound) {
    const bound = asked.defaults.get(defaultKey(node.name, parameter));
    const bytes = bytesOf(bound);
    values.push(bytes === undefined ? bound : copyOf(bytes, classes));
  }

  const call = async (given: readonly unknown[]): Promise<unknown> => {
    const returned = await callBody(node, given, parts, undefined);
    return isCollected(node) ? collected(returned) : returned;
  };
  let value: unknown;
  try {
    await node.module.load();
    if (node.map?.kind === "item") return await itemsAgain(node, values, resolution.versions[i]!, parts, call);
    value = await call(values);
  } catch (error) {
    return { what: "failed", error, reason: errorLine(error) };
  }
  const encoding = encodeValue(value, classes);
  if (!encoding.ok) {
    const { path, what } = encoding.refusal;
    return { what: "unversioned", reason: `${path === "" ? "it" : `\`${path}\``} is ${what}` };
  }
  const stored = resolution.versions[i]!;
  if (encoding.version === stored) return { what: "same" };
  const [preview] = await parts.metadata.previewsOf([stored]);
  return { what: "different", stored: preview, now: previewOf(value) };

  function bytesOf(standard: unknown): Uint8Array | undefined {
    const encoded = encodeValue(standard, classes);
    return encoded.ok ? Buffer.concat(encoded.encoded.chunks) : undefined;
  }
}

function unread(reason: string): Again {
  return { what: "unread", reason };
}

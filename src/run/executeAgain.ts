// Does a node still give the value that is stored of it? It executes on copies of what it read then; nothing is stored.
import type { Closure } from "../dataflow/closure.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import type { Preview } from "../protocol/index.ts";
import { encodeValue } from "../values/encode.ts";
import { isImmutable } from "../values/isImmutable.ts";
import { versionOf } from "../values/version.ts";
import { callBody } from "./call/callBody.ts";
import { defaultKey } from "./decide/ask.ts";
import type { Decided } from "./decide/decide.ts";
import { ItemList } from "./items/itemList.ts";
import { itemsAgain, itemsOf, valuesIn, versionOfItems } from "./items/itemsAgain.ts";
import { copyOf, keepCopy } from "./lend/lending.ts";
import type { RunParts } from "./parts.ts";
import { lostHowText } from "./record/lostText.ts";
import { errorLine } from "./record/nodeError.ts";
import { type Reading, readValue } from "./store/readValue.ts";

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
  const { classes } = parts;
  /** What is never stored, and was computed for this: of ignored nodes, and of what only they read. */
  const computed = new Map<number, unknown>();
  const read = (version: string): Promise<Reading> =>
    readValue(parts as RunParts, snapshot, version, (error) => {
      throw error;
    });

  let value: unknown;
  try {
    value = await call(i);
  } catch (error) {
    if (error instanceof Unread) return { what: "unread", reason: error.message };
    return { what: "failed", error, reason: errorLine(error) };
  }
  const versioned = itemsOf(closure.nodes[i]!) ? versionOfItems(value, classes) : versionOf(value, classes);
  if (!versioned.ok) {
    const { path, what } = versioned.refusal;
    return { what: "unversioned", reason: `${path === "" ? "it" : `\`${path}\``} is ${what}` };
  }
  const stored = resolution.versions[i]!;
  if (versioned.version === stored) return { what: "same" };
  const [preview] = await parts.metadata.previewsOf([stored]);
  return { what: "different", stored: preview, now: asked.shownOf(i, value, versioned.version) };

  async function call(i: number): Promise<unknown> {
    const node = closure.nodes[i] as FunctionNode;
    const values = await valuesOf(node, closure.bound[i]!);
    await node.module.load();
    const once = async (given: readonly unknown[]): Promise<unknown> => callBody(node, given, parts, undefined, {});
    return itemsOf(node) ? itemsAgain(node, values, once, copied) : once(values);
  }

  async function valuesOf(node: FunctionNode, deps: readonly number[]): Promise<unknown[]> {
    const values: unknown[] = [];
    for (const [at, { parameter }] of node.edges.entries()) {
      const dep = deps[at]!;
      const source = closure.nodes[dep]!;
      values.push(source.kind === "input" ? inputOf(node, parameter, dep) : await storedOf(source, dep));
    }
    for (const { parameter } of node.bound) values.push(copied(asked.defaults.get(defaultKey(node.name, parameter))));
    return values;
  }

  function inputOf(node: FunctionNode, parameter: string, dep: number): unknown {
    if (!asked.inputs.has(dep)) return copied(asked.defaults.get(defaultKey(node.name, parameter)));
    if (isImmutable(asked.inputs.get(dep))) return asked.inputs.get(dep);
    const bytes = keepCopy(asked.inputs.get(dep), resolution.versions[dep]!, classes);
    if (bytes === undefined) throw new Unread(`the input \`${closure.nodes[dep]!.name}\` was changed meanwhile`);
    return copyOf(bytes, classes);
  }

  async function storedOf({ name }: FunctionNode, dep: number): Promise<unknown> {
    const version = resolution.versions[dep];
    const isStored = resolution.decisions[dep] === "hit" && version !== undefined;
    if (!isStored) {
      if (!computed.has(dep)) computed.set(dep, await call(dep));
      return computed.get(dep);
    }
    const reading = await read(version);
    if ("lost" in reading)
      throw new Unread(`the stored value of \`${name}\`, which it reads, ${lostHowText(reading.lost)}`);
    if (!(reading.value instanceof ItemList)) return reading.value;
    const items = await valuesIn(reading.value, read);
    if (items === undefined)
      throw new Unread(`the stored value of an item of \`${name}\`, which it reads, is not there any more`);
    return items;
  }

  function copied(standard: unknown): unknown {
    const bytes = bytesOf(standard);
    return bytes === undefined ? standard : copyOf(bytes, classes);
  }

  function bytesOf(standard: unknown): Uint8Array | undefined {
    const encoded = encodeValue(standard, classes);
    return encoded.ok ? Buffer.concat(encoded.encoded.chunks) : undefined;
  }
}

/** What it read then is not there any more. */
class Unread extends Error {}

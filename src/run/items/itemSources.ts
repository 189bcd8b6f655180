// What is the function of an item node given? From each parameter: one value per item, or the same for all.

import type { Digest } from "../../contracts.ts";
import type { ItemRole } from "../../dataflow/mapRole.ts";
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { cellarError } from "../../errors.ts";
import { encodeValue } from "../../values/encode.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import { isOpaque } from "../decide/question.ts";
import { copyOf, keepCopy, stillIs } from "../lend/lending.ts";
import type { Reading } from "../store/readValue.ts";
import { ItemList } from "./itemList.ts";
import type { ItemWorld } from "./itemWorld.ts";
import { readItem } from "./readItems.ts";

export interface ItemSource {
  readonly parameter: string;
  /** Index of what it is bound to, in the closure of the run. */
  readonly dep: number;
  /** Of each item, undefined where it failed; or of all. */
  readonly versions: readonly (string | undefined)[] | string;
  readonly failures: ReadonlyMap<number, ItemFailure>;
  /** Digest of the files that a saver saved beside an item (R29). */
  savedOf(item: number): Digest | undefined;
  /** A copy that nobody else has. */
  read(version: string): Promise<Reading>;
}

/** Values that are there, and the versions that they are known by. */
export interface ValuesOf {
  readonly values: readonly unknown[];
  versionOf(dep: number): string;
}

/** A value that was there is not there any more: whoever gave it has to give it again. */
export class LostSource extends Error {
  readonly dep: number;
  constructor(dep: number) {
    super("lost");
    this.dep = dep;
  }
}

const NONE: ReadonlyMap<number, ItemFailure> = new Map();

/**
 * One per parameter that is bound to a value; a parameter whose default applies has none.
 *
 * @throws LostSource; CellarError `bad-modifier` for what is no list, `mutated-input`
 */
export function itemSources(x: ItemWorld, board: ValuesOf, i: number): readonly ItemSource[] {
  const { closure, asked } = x;
  const { edges, map } = closure.nodes[i] as FunctionNode;
  const { each } = map as ItemRole;
  return edges.flatMap(({ parameter }, at) => {
    const dep = closure.bound[i]![at]!;
    if (closure.nodes[dep]!.kind === "input" && !asked.inputs.has(dep)) return [];
    if (!each.has(parameter)) return [wholeSource(x, board, parameter, dep)];
    const value = board.values[dep];
    if (value instanceof ItemList) {
      const { versions, failures, saved } = value;
      const savedOf = (item: number) => saved.get(item);
      return [{ parameter, dep, versions, failures, savedOf, read: (version) => readItem(x, value, version) }];
    }
    return [listSource(x, board, parameter, dep)];
  });
}

function listSource(x: ItemWorld, board: ValuesOf, parameter: string, dep: number): ItemSource {
  const { classes } = x.parts;
  const list = board.values[dep];
  const { name } = x.closure.nodes[dep]!;
  if (!Array.isArray(list))
    throw cellarError("bad-modifier", `\`${name}\` is not a list: an array is needed, to compute it item by item.`);
  const version = board.versionOf(dep);
  refuseChanged(x, board, dep);
  const kept = new Map<string, { readonly bytes?: Uint8Array; readonly value?: unknown }>();
  // A hole is an item too: nothing, as for a body that reads the list.
  const versions = Array.from(list, (item: unknown, at) => {
    const encoding = encodeValue(item, classes);
    const own = encoding.ok ? encoding.version : `opaque:${version}#${at}`;
    if (!kept.has(own))
      kept.set(
        own,
        encoding.ok && !isImmutable(item) ? { bytes: Buffer.concat(encoding.encoded.chunks) } : { value: item },
      );
    return own;
  });
  const read = async (version: string): Promise<Reading> => {
    const { bytes, value } = kept.get(version)!;
    return { value: bytes === undefined ? value : copyOf(bytes, classes), sizeBytes: 0 };
  };
  return { parameter, dep, versions, failures: NONE, savedOf: () => x.resolution.savedOf(dep), read };
}

function wholeSource(x: ItemWorld, board: ValuesOf, parameter: string, dep: number): ItemSource {
  const { classes } = x.parts;
  const value = board.values[dep];
  const version = board.versionOf(dep);
  let bytes: Uint8Array | undefined;
  const read = async (): Promise<Reading> => {
    if (isImmutable(value) || isOpaque(version)) return { value, sizeBytes: 0 };
    if (bytes === undefined) {
      refuseChanged(x, board, dep);
      bytes = keepCopy(value, version, classes);
    }
    return bytes === undefined ? { lost: "missing" } : { value: copyOf(bytes, classes), sizeBytes: 0 };
  };
  const savedOf = () => x.resolution.savedOf(dep);
  return { parameter, dep, versions: x.resolution.versions[dep]!, failures: NONE, savedOf, read };
}

/** Another body may have changed the live value: what it was is read again. */
function refuseChanged(x: ItemWorld, board: ValuesOf, dep: number): void {
  if (stillIs(board.values[dep], board.versionOf(dep), x.parts.classes)) return;
  const { kind, name } = x.closure.nodes[dep]!;
  if (kind === "node") throw new LostSource(dep);
  throw cellarError(
    "mutated-input",
    `The input \`${name}\` was changed while the run was under way. Give a copy, or change it after the run.`,
  );
}

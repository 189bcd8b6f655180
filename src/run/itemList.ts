// What is the value of a node that is computed once per item? The versions of its items, in order (R31).
import { hash } from "node:crypto";
import type { Digest, Format, Formatted } from "../contracts.ts";
import type { ItemFailure } from "../dataflow/modifiers/collect.ts";
import { cellarError } from "../errors.ts";
import { digestOf } from "../identity/digest.ts";
import { isOpaque } from "./question.ts";

/** The values themselves are stored one by one; those that were made by this run are here too. */
export class ItemList {
  /** Undefined where the item failed. */
  readonly versions: readonly (Digest | undefined)[];
  readonly failures: ReadonlyMap<number, ItemFailure>;
  /** By version. Nobody else has them, so nobody can have changed them. */
  readonly live: ReadonlyMap<string, unknown>;
  /** What was thrown for the first item that failed. */
  readonly cause: unknown;
  /** By item: digest of the files that a saver saved beside it (R29). */
  readonly saved: ReadonlyMap<number, Digest>;

  constructor(
    versions: readonly (Digest | undefined)[],
    failures: ReadonlyMap<number, ItemFailure> = new Map(),
    live: ReadonlyMap<string, unknown> = new Map(),
    cause?: unknown,
    saved: ReadonlyMap<number, Digest> = new Map(),
  ) {
    this.versions = versions;
    this.failures = failures;
    this.live = live;
    this.cause = cause;
    this.saved = saved;
  }

  /** Undefined where an item has a version that is new with each execution (R17). */
  get version(): Digest | undefined {
    if (this.versions.some((version) => version !== undefined && isOpaque(version))) return undefined;
    const marks = this.versions.map((version, at) => {
      const saved = this.saved.get(at);
      return `${version ?? markOf(this.failures.get(at)!)}${saved === undefined ? "" : ` ${saved}`}`;
    });
    return digestOf("items/1", marks.join("\n"));
  }

  /** Can it be stored? Failed items are tried again, saved files looked at, and what has no version cannot be found again. */
  get isWhole(): boolean {
    return this.failures.size === 0 && this.saved.size === 0 && this.version !== undefined;
  }
}

/** It stands in the keys of those who run on markers, and is none of a value. */
function markOf({ node, name, message }: ItemFailure): string {
  return `failed:${digestOf("failed/1", JSON.stringify([node, name, message]))}`;
}

const VERSION_BYTES = 32;

/** How the list of versions is stored: 32 bytes each. Values are never written so. */
export const itemsFormat = {
  name: "items",
  version: 1,
  encode(list: unknown): Formatted {
    if (!(list instanceof ItemList) || !list.isWhole) throw cellarError("unstorable", "It is no whole list of items.");
    const bytes = Buffer.from(list.versions.join(""), "hex");
    return { chunks: [bytes], sizeBytes: bytes.length, bytesDigest: hash("sha256", bytes, "hex"), format: "items" };
  },
  decode(bytes: Uint8Array): ItemList {
    if (bytes.length % VERSION_BYTES !== 0)
      throw cellarError("corrupt-result", "The stored list of items can't be read.");
    const text = Buffer.from(bytes).toString("hex");
    const count = bytes.length / VERSION_BYTES;
    return new ItemList(Array.from({ length: count }, (_, at) => text.slice(at * 64, (at + 1) * 64)));
  },
} satisfies Format;

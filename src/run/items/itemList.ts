// What is the value of a node that is computed once per item? The versions of its items, in order (R31).
import { hash } from "node:crypto";
import type { Digest, Format, Formatted } from "../../contracts.ts";
import type { ItemFailure } from "../../dataflow/modifiers/collect.ts";
import { cellarError } from "../../errors.ts";
import { digestOf } from "../../identity/digest.ts";
import { isOpaque } from "../decide/question.ts";

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

  /** Can it be stored? Failed items are tried again, and what has no version cannot be found again. */
  get isWhole(): boolean {
    return this.failures.size === 0 && this.version !== undefined;
  }
}

/** It stands in the keys of those who run on markers, and is none of a value. */
function markOf({ node, name, message }: ItemFailure): string {
  return `failed:${digestOf("failed/1", JSON.stringify([node, name, message]))}`;
}

const DIGEST_BYTES = 32;
const NO_FILES = "0".repeat(2 * DIGEST_BYTES);

/**
 * How the list of versions is stored: a byte, 1 where items have saved files and 0 where none has, the versions, 32 bytes
 * each, and then digests of those files, zeros where an item has none. Values are never written so.
 */
export const itemsFormat = {
  name: "items",
  version: 1,
  encode(list: unknown): Formatted {
    if (!(list instanceof ItemList) || !list.isWhole) throw cellarError("unstorable", "It is no whole list of items.");
    const files = list.saved.size === 0 ? [] : list.versions.map((_, at) => list.saved.get(at) ?? NO_FILES);
    const bytes = Buffer.from([files.length === 0 ? "00" : "01", ...list.versions, ...files].join(""), "hex");
    return { chunks: [bytes], sizeBytes: bytes.length, bytesDigest: hash("sha256", bytes, "hex"), format: "items" };
  },
  decode(bytes: Uint8Array): ItemList {
    const columns = (bytes[0] ?? 2) + 1;
    const count = (bytes.length - 1) / DIGEST_BYTES / columns;
    if (columns > 2 || !Number.isInteger(count))
      throw cellarError("corrupt-result", "The stored list of items can't be read.");
    const text = Buffer.from(bytes.subarray(1)).toString("hex");
    const digests = Array.from({ length: count * columns }, (_, at) => text.slice(at * 64, (at + 1) * 64));
    const saved = new Map([...digests.slice(count).entries()].filter(([, digest]) => digest !== NO_FILES));
    return new ItemList(digests.slice(0, count), undefined, undefined, undefined, saved);
  },
} satisfies Format;

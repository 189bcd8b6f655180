// Is it the same code? The digest of a structure.
import { createHash } from "node:crypto";
import type { Node } from "typescript";
import { type StructureOptions, structureOf } from "./structure.ts";

/** Kind and format version: the beginning of every pre-image of a code digest. */
export const CODE_DIGEST_FORMAT = "code/1";

/**
 * sha-256 (64 hex digits) of the type-erased structure of trees.
 *
 * @param name kept in the digest where the code can see it
 */
export function codeDigest(
  trees: readonly Node[],
  options: StructureOptions & { readonly name?: string } = {},
): string {
  const name = options.name === undefined ? "" : `named ${JSON.stringify(options.name)}`;
  return sha256(`${CODE_DIGEST_FORMAT}\n${name}\n${structureOf(trees, options)}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

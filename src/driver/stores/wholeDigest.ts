// Which digest is meant? Records and pictures show the first digits only.
import type { Digest, MetadataStore } from "../../contracts.ts";
import { cellarError } from "../../errors.ts";

/** Fewer digits than these are no name for anything. */
const LEAST_DIGITS = 8;

const SAID = {
  key: { noun: "cache key", code: "unknown-key", where: "dr.cache.cacheKeys gives those of this driver's runs" },
  value: { noun: "data version", code: "no-value", where: "dr.cache.dataVersions gives those of this driver's runs" },
} as const;

/**
 * The whole digest for one that may be shortened.
 *
 * @throws CellarError `bad-option` for what is no digest, or fits several; `unknown-key`, `no-value` for what fits none
 */
export async function wholeDigest(
  metadata: Pick<MetadataStore, "digestsLike">,
  kind: "key" | "value",
  asked: unknown,
): Promise<Digest> {
  const { noun, code, where } = SAID[kind];
  const text = typeof asked === "string" ? asked.toLowerCase() : "";
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  if (text.startsWith("opaque:"))
    throw cellarError(
      "no-value",
      "That value has no version by which it could be stored: its node executes each time.",
    );
  if (!/^[0-9a-f]+$/.test(text) || text.length < LEAST_DIGITS || text.length > 64) {
    const told = typeof asked === "string" ? `\`${asked.slice(0, 80)}\`` : `a value of type ${typeof asked}`;
    throw cellarError(
      "bad-option",
      `A ${noun} is 64 hex digits, or the first ${LEAST_DIGITS} or more of them, not ${told}: ${where}.`,
    );
  }
  const [found = []] = await metadata.digestsLike(kind, [text]);
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw cellarError("bad-option", `More than one ${noun} begins with \`${text}\`: give more of its digits.`);
  throw cellarError(code, `No ${noun} that is stored begins with \`${text}\`: ${where}.`);
}

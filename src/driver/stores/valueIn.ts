// Which value did this node have in that run?
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "../../protocol/index.ts";
import type { RunParts } from "../../run/parts.ts";
import { storedValue } from "./storedValue.ts";
import { wholeDigest } from "./wholeDigest.ts";

/**
 * Reads the value from the result store; nothing executes.
 *
 * @param version its whole data version, where it is known
 * @throws CellarError `unknown-node` where the run did not touch it; `no-value`, `corrupt-result`
 */
export async function valueIn(
  parts: RunParts,
  record: RunRecord,
  name: string,
  version: string | undefined,
): Promise<unknown> {
  const { names } = record.graph;
  const i = names.indexOf(name);
  if (i < 0)
    throw cellarError("unknown-node", `Run ${record.run} did not touch \`${name}\`.${didYouMean(name, names)}`);
  const letter = record.status[i] as StatusLetter;
  const none = (why: string) =>
    cellarError("no-value", `\`${name}\` has no stored value in run ${record.run}: ${why}.`);
  if (record.graph.kinds[i] === "i")
    throw none("values of inputs are not stored, only what they read like and their digests");
  if (!"hxu".includes(letter)) {
    const reason = record.detail[i]?.reason ?? record.detail[i]?.error?.message;
    throw none(`it is ${STATUS_WORDS[letter].word}${reason === undefined ? "" : ` (${reason})`}`);
  }
  const data = version ?? record.data[i]!;
  if (data.startsWith("opaque")) throw none(record.detail[i]?.reason ?? "it has no version");
  return storedValue(parts, await wholeDigest(parts.metadata, "value", data), `\`${name}\` in run ${record.run}`);
}

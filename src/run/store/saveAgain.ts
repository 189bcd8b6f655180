// Which hits are stored in another format than the one chosen now? They are saved again from what is stored; nothing executes.
import type { Format, Payload } from "../../contracts.ts";
import { savedAgainNote } from "../../cues/notes.ts";
import { isOpaque } from "../decide/question.ts";
import type { ExecutionParts } from "../executionParts.ts";
import { storeWarning } from "../record/storeWarning.ts";
import { refusedText, type Saved, savedAs } from "./encodeChosen.ts";

/**
 * To be called when a run's nodes are settled. The older payloads stay until they are collected.
 *
 * @param warn told what could not be saved
 * @throws in strict mode, what else is a warning
 */
export async function saveAgain(x: ExecutionParts, warn: (said: string) => void): Promise<void> {
  const { closure, parts, recorder, options } = x;
  for (let i = 0; i < closure.nodes.length; i++) {
    const node = closure.nodes[i]!;
    // A format is for its items: they are stored in it when they execute.
    if (node.kind === "node" && node.map?.kind === "item") continue;
    const { name, kind } = node;
    const format = kind === "node" && recorder.status[i] === "h" ? parts.formats.of(name) : undefined;
    const version = recorder.versions[i];
    if (format === undefined || version === undefined || isOpaque(version)) continue;
    const known = parts.formats.refusals.get(`${format.name} ${version}`);
    if (known !== undefined) {
      warn(refusedText(name, known));
      continue;
    }
    if (await isSaved(x, format, version)) continue;
    const reading = await x.read(version);
    if ("lost" in reading) continue; // whoever needs the value executes its node
    let saved: Saved;
    try {
      saved = savedAs(format, await format.encode(reading.value, parts.classes, version));
    } catch (error) {
      if (options.strict) throw error;
      parts.formats.refusals.set(`${format.name} ${version}`, error);
      warn(refusedText(name, error));
      continue;
    }
    try {
      await put(x, version, saved);
    } catch (error) {
      if (options.strict) throw error;
      warn(storeWarning("storing", error));
      continue;
    }
    const note = savedAgainNote(format.name, recorder.detailOf(i)?.note);
    x.journal.change(i, { status: "h", detail: { note } });
  }
}

async function isSaved({ snapshot, parts }: ExecutionParts, format: Format, version: string): Promise<boolean> {
  const payloads = await snapshot.payloadsOf(version);
  const same = payloads.filter((p) => parts.formats.named(p.format)?.name === format.name);
  if (same.length === 0) return false;
  try {
    return (await parts.results.has(same.map(({ bytesDigest }) => bytesDigest))).includes(true);
  } catch {
    return true; // a store that cannot say need not be written to
  }
}

/** Bytes first, row second: a row never stands without its bytes (R35). */
async function put({ parts }: ExecutionParts, dataVersion: string, saved: Saved): Promise<void> {
  const { encoded, format, formatVersion } = saved;
  const { bytesDigest, sizeBytes } = encoded;
  await parts.results.put([{ digest: bytesDigest, encoded }]);
  const payload: Payload = { dataVersion, format, formatVersion, store: parts.results.name, bytesDigest, sizeBytes };
  await parts.metadata.putPayloads([payload], parts.clock.now());
}

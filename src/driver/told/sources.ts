// What can be looked up to explain a run? Texts of code, and the runs that values came from.
import type { ModuleInstance } from "../../dataflow/module.ts";
import { isCellarError } from "../../errors.ts";
import { digestOf, shortDigest } from "../../identity/digest.ts";
import type { RunParts } from "../../run/parts.ts";
import type { Sources } from "./explanation.ts";

/** The present modules, else the store. The reasons themselves are in the record: a broken store costs these details only. */
export function sourcesFrom(modules: readonly ModuleInstance[], { metadata }: Pick<RunParts, "metadata">): Sources {
  return {
    async textsOf(digests) {
      const texts = presentTexts(modules, new Set(digests));
      const missing = digests.filter((digest) => !texts.has(digest));
      if (missing.length === 0) return texts;
      await ifStoreWorks(async () => {
        const like = await metadata.digestsLike("text", missing);
        const known = missing.filter((_, at) => like[at]!.length === 1);
        const found = await metadata.textsOf(like.flatMap((whole) => (whole.length === 1 ? whole : [])));
        known.forEach((digest, at) => {
          if (found[at] !== undefined) texts.set(digest, found[at]);
        });
      });
      return texts;
    },
    async runNumbered(run) {
      const found = await ifStoreWorks(async () => metadata.runNumbered(run));
      return found === undefined ? {} : { runId: found.runName, at: found.startedAt };
    },
  };
}

function presentTexts(modules: readonly ModuleInstance[], wanted: ReadonlySet<string>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { facts, hasSource } of modules) {
    for (const { text } of hasSource ? Object.values(facts.parts) : []) {
      const digest = shortDigest(digestOf("text/1", text));
      if (wanted.has(digest)) texts.set(digest, text);
    }
  }
  return texts;
}

async function ifStoreWorks<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isCellarError(error, "store")) return undefined;
    throw error;
  }
}

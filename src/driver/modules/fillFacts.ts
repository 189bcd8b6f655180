// What do these texts say? Asked of the store first, so that a process that only hits never loads TypeScript.
import type { MetadataStore, SourceRow } from "../../contracts.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import { FACTS_VERSION } from "../../source/index.ts";
import { readFacts, writeFacts } from "./factsText.ts";

/** Facts that the store knows are taken from it; the others are found and left in it. */
export function fillFacts(modules: readonly ModuleInstance[], metadata: MetadataStore | undefined): void {
  if (metadata === undefined) return;
  const known = leftIn(metadata);
  const unknown = modules.filter((module) => module.hasSource && !known.has(module.sourceDigest));
  try {
    const rows = metadata.sourcesOf(
      unknown.map((m) => m.sourceDigest),
      FACTS_VERSION,
    );
    if (rows instanceof Promise) rows.catch(ignore);
    else offer(unknown, rows, metadata);
    for (const module of modules) if (module.hasSource) leave(module, metadata);
  } catch {
    // Facts can always be found again from the text; the run that follows tells of the broken store.
  }
}

/** Sources that a store is known to hold. */
const left = new WeakMap<MetadataStore, Set<string>>();

function leftIn(metadata: MetadataStore): Set<string> {
  const known = left.get(metadata) ?? new Set();
  left.set(metadata, known);
  return known;
}

function offer(
  modules: readonly ModuleInstance[],
  rows: readonly (SourceRow | undefined)[],
  metadata: MetadataStore,
): void {
  modules.forEach((module, at) => {
    const kept = rows[at]?.facts;
    const facts = kept === undefined ? undefined : readFacts(module.sourceDigest, kept);
    if (facts === undefined) return;
    leftIn(metadata).add(module.sourceDigest);
    if (!module.hasFacts()) module.offerFacts(facts);
  });
}

/** After a store was emptied, sources are left in it anew. */
export function forgetSources(metadata: MetadataStore): void {
  left.delete(metadata);
}

function leave(module: ModuleInstance, metadata: MetadataStore): void {
  const known = leftIn(metadata);
  if (known.has(module.sourceDigest)) return;
  known.add(module.sourceDigest);
  const now = Date.now();
  const facts = writeFacts(module.sourceDigest, module.facts);
  const putting = metadata.putSource(module.sourceDigest, module.text, facts, FACTS_VERSION);
  const row = {
    name: module.name,
    origin: module.origin,
    sourceDigest: module.sourceDigest,
    links: "[]",
    loadedAt: now,
  };
  const then = putting instanceof Promise ? putting.then(() => metadata.putModule(row)) : metadata.putModule(row);
  if (then instanceof Promise) then.catch(ignore);
}

/** A store that answers by promise may fail later: then the facts are found again from the text. */
function ignore(): void {}

// How are facts kept in a store? With a digest, since damaged facts would give a version to code that it does not have.
import type { Digest } from "../../contracts.ts";
import { digestOf } from "../../identity/digest.ts";
import { FACTS_VERSION, type ModuleFacts } from "../../source/index.ts";

export function writeFacts(source: Digest, facts: ModuleFacts): string {
  const json = JSON.stringify(facts);
  return `${digestOf(`facts/${FACTS_VERSION}/${source}`, json)}\n${json}`;
}

/** @returns undefined where these are not, or no longer, the facts of that source: they are found again from its text */
export function readFacts(source: Digest, kept: string): ModuleFacts | undefined {
  const end = kept.indexOf("\n");
  const json = kept.slice(end + 1);
  if (kept.slice(0, end) !== digestOf(`facts/${FACTS_VERSION}/${source}`, json)) return undefined;
  return JSON.parse(json) as ModuleFacts;
}

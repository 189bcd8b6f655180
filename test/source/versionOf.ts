// The code version of a function as the engine would see it: its own digest and those of all that it reaches.
import { analyzeModule } from "../../src/source/analyzeModule.ts";
import type { ModuleFacts } from "../../src/source/facts.ts";

export function versionOf(text: string, name: string): string {
  return versionIn(analyzeModule(text), name);
}

export function versionIn(facts: ModuleFacts, name: string): string {
  const reached = new Set([name]);
  for (const each of reached) for (const ref of facts.parts[each]?.refs ?? []) reached.add(ref);
  const own = facts.parts[name];
  if (own === undefined) throw new Error(`no part ${name}: ${facts.problems.map((p) => p.message).join("; ")}`);
  reached.delete(name);
  return [own.digest, ...[...reached].map((each) => `${each}=${facts.parts[each]!.digest}`).sort()].join("\n");
}

// What do inputs, parameters and the clock give to a request, where they are declared and not given by value?
import { types } from "node:util";
import type { Binding } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { cellarError } from "../../errors.ts";
import type { FoundRead } from "../../identity/foundRead.ts";
import { isDeclaredFile } from "../../values/declaredFile.ts";
import { isDeclaredVariable } from "../../values/declaredVariable.ts";
import { openSecret } from "../../values/secret.ts";
import type { RunOptions, RunParts } from "../parts.ts";
import type { Opened, Outside } from "./outside.ts";
import { seedDigest } from "./runSeed.ts";

/** Declared files and variables among the inputs, by index. */
export async function openInputs(
  closure: Closure,
  given: Readonly<Record<string, unknown>>,
  outside: Outside,
): Promise<ReadonlyMap<number, Opened>> {
  const opened = new Map<number, Opened>();
  for (const [i, node] of closure.nodes.entries()) {
    const opening = node.kind === "input" ? outside.open(given[node.name]) : undefined;
    if (opening !== undefined) opened.set(i, await opening);
  }
  return opened;
}

/**
 * A declared file or variable, or a secret, stands for a whole value; within one nobody would look at it.
 *
 * @throws CellarError `bad-option`
 */
export function refuseNested(name: string, value: unknown): void {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return;
  for (const [key, own] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    const inner: unknown = own.value;
    const what = outsideText(inner);
    if (what === undefined) continue;
    const place = Array.isArray(value) ? `[${key}]` : `.${key}`;
    throw cellarError(
      "bad-option",
      `\`${name}${place}\` is ${what}, but it stands for a whole input, not for a part of one. Give it as an input of its own.`,
    );
  }
}

function outsideText(value: unknown): string | undefined {
  if (isDeclaredFile(value)) return `file("${value.written}")`;
  if (isDeclaredVariable(value)) return `env("${value.name}")`;
  return openSecret(value) === undefined ? undefined : "secret(…)";
}

/** What time it is in this run: its start, or that of the first run of the same seed (R32). */
export async function momentOf(
  closure: Closure,
  { metadata, dataflowId, clock }: Pick<RunParts, "metadata" | "dataflowId" | "clock">,
  { seed, keepsMoment }: Pick<RunOptions, "seed" | "keepsMoment">,
): Promise<number> {
  const at = clock.now();
  const isAsked = closure.nodes.some((node) => node.kind === "node" && node.settings.now === true);
  return isAsked && seed !== undefined ? metadata.momentOf(dataflowId, seedDigest(seed), at, keepsMoment) : at;
}

/** Which readings of a node does its key hold after all, since it declares what they read? */
export function coverOf(
  { facts, edges, role }: FunctionNode,
  fixed: readonly Binding[],
  closure: Closure,
  i: number,
  opened: ReadonlyMap<number, Opened>,
): (read: FoundRead) => boolean {
  const isFile = (parameter: string) =>
    fixed.some(([name, kind]) => name === parameter && kind === "file") ||
    edges.some((edge, at) => edge.parameter === parameter && opened.get(closure.bound[i]![at]!)?.kind === "file");
  // A default that mentions other parameters is evaluated by the function itself.
  const isKnown = (parameter: string) =>
    facts.parameters.some((p) => {
      const standard = p.name === parameter ? p.default : undefined;
      return standard !== undefined && "code" in standard && standard.standsAlone;
    });
  // What another function reads is not told by this one's parameters.
  return ({ kind, within, through, declares }) =>
    // What a saver writes is looked at (R29).
    (role === "saver" && kind === "written files") ||
    (within === facts.part &&
      ((through !== undefined && isFile(through)) || (declares !== undefined && isKnown(declares))));
}

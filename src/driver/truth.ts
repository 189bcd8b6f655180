// Is what is stored still true? The user may say so of a node, or have the hits executed again.
import type { Graph } from "../dataflow/graph.ts";
import { cellarError } from "../errors.ts";
import { type Acceptance, type AcceptOptions, acceptNode, checkAcceptOptions } from "../keep/accept.ts";
import { checkVerifyOptions, type Hit, type Verification, type VerifyOptions, verifyHits } from "../keep/verify.ts";
import { decide } from "../run/decide/decide.ts";
import type { Scene } from "../run/decide/scene.ts";
import { executeAgain } from "../run/executeAgain.ts";
import type { RunOptions, RunParts } from "../run/parts.ts";
import { ACCEPT, VERIFY } from "./options/optionChecks.ts";
import type { Given, Seeded } from "./options/options.ts";
import { refuseOptions } from "./options/refuseOptions.ts";
import { seeded } from "./options/seed.ts";
import type { Givens } from "./request/given.ts";
import { viewOfAcceptance, viewOfVerification } from "./told/verificationView.ts";

export interface Truth<Nodes, Inputs, Name extends string> {
  /**
   * Keeps the stored value of a node although its code has changed: later runs hit, and say that it was accepted.
   *
   * @param given inputs and seed of this driver's last run if absent
   * @throws CellarError `not-acceptable` where it would hit anyway, waits for what it reads, or nothing of it is stored
   */
  accept(name: Name, given?: Given<Nodes, Inputs> & Seeded & AcceptOptions): Promise<Acceptance>;
  /**
   * Executes hits again, on copies and storing nothing, and names the nodes whose value is not the stored one.
   *
   * @param options `sample`: share of the hits, all if absent; `names`: only these nodes; `inputs`: those of this driver's
   *   last run if absent
   */
  verify(
    options?: Given<Nodes, Inputs> &
      VerifyOptions & { readonly names?: readonly Name[]; readonly signal?: AbortSignal },
  ): Promise<Verification>;
}

interface TruthParts {
  readonly graph: Graph;
  readonly partsNow: () => Promise<RunParts>;
  /** What it is given is awaited before the cache is given back. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  readonly options: (secrets: Givens["secrets"], asked: Seeded & { readonly signal?: AbortSignal }) => RunOptions;
  readonly scene: (names: readonly string[], outside: Givens) => Scene;
  readonly refuseNames: (names: readonly unknown[]) => void;
  /** Of the last run where nothing is given. */
  readonly givens: (given: Given<object, object>) => Givens;
}

export function makeTruth<Nodes, Inputs>(it: TruthParts): Truth<Nodes, Inputs, string> {
  const { partsNow, during, scene, refuseNames } = it;

  return {
    async accept(name, given = {}) {
      refuseNames([name]);
      refuseOptions("accept", given, ACCEPT);
      checkAcceptOptions(given);
      const outside = it.givens(given);
      refuseGiven(name, outside);
      const { graph, values, secrets } = outside;
      const parts = await partsNow();
      const { closure } = scene([name], outside);
      const decided = await decide(graph, closure, values, parts, it.options(secrets, seeded(given.seed)), "accept");
      const names = closure.nodes.map((node) => node.name);
      const i = closure.indexOf.get(name)!;
      const { metadata, clock } = parts;
      return viewOfAcceptance(await acceptNode({ names, decided, i, metadata, now: clock.now }, given));
    },
    async verify(given = {}) {
      refuseOptions("verify", given, VERIFY);
      checkVerifyOptions(given);
      if (given.names !== undefined) refuseNames(given.names);
      const outside = it.givens(given);
      const { graph, values, secrets } = outside;
      const { closure } = scene(given.names ?? outputs(graph, values), outside);
      const parts = await partsNow();
      const chosen = it.options(secrets, given.signal === undefined ? {} : { signal: given.signal });
      const { signal } = chosen;
      const decided = await decide(graph, closure, values, parts, chosen, "verify");
      const { resolution } = decided;
      const isMeant = (name: string) => given.names === undefined || given.names.includes(name);
      const hits = closure.nodes.flatMap(({ name, kind }, index): Hit[] => {
        const entry = resolution.entries[index];
        if (kind !== "node" || resolution.decisions[index] !== "hit" || entry === undefined || !isMeant(name))
          return [];
        const { runId } = entry;
        return [{ index, name, cacheKey: resolution.keys[index]!, runId, isAccepted: entry.accepted !== undefined }];
      });
      const { sample, seed } = given;
      const options = { ...(sample === undefined ? {} : { sample }), ...(seed === undefined ? {} : { seed }), signal };
      return viewOfVerification(
        await during(verifyHits(hits, options, ({ index }) => executeAgain(closure, decided, index, parts))),
      );
    },
  };
}

function refuseGiven(name: string, { overridden, graph }: Givens): void {
  const isInput = graph.nodes[graph.indexOf.get(name)!]!.kind === "input";
  if (!isInput) return;
  const why = overridden.includes(name) ? "an override stands in its place" : "it is an input";
  throw cellarError("not-acceptable", `\`${name}\` cannot be accepted: ${why}, so that nothing of it is stored.`);
}

/** Nodes that no other reads, as far as all inputs that they need are given. */
function outputs(graph: Graph, inputs: Readonly<Record<string, unknown>>): readonly string[] {
  const isPossible: boolean[] = [];
  const isRead = new Set<number>();
  graph.nodes.forEach((node, i) => {
    if (node.kind === "input") {
      isPossible[i] = true;
      return;
    }
    isPossible[i] = node.edges.every(({ dep, facts }) => {
      const source = graph.nodes[dep]!;
      return source.kind === "node" ? isPossible[dep] === true : facts.optional || Object.hasOwn(inputs, source.name);
    });
    if (isPossible[i]) for (const dep of graph.deps[i]!) isRead.add(dep);
  });
  return graph.nodes.flatMap((node, i) =>
    node.kind === "node" && isPossible[i] === true && !isRead.has(i) ? [node.name] : [],
  );
}

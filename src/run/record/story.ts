// Why do these nodes execute? Looks up what they are compared with and lets the cues speak; cold path only.
import type { CodeRow, Digest, LastSeen, MetadataStore, Recipe } from "../../contracts.ts";
import { allDifferences } from "../../cues/differences/differences.ts";
import type { DifferenceFacts, KeyStory } from "../../cues/subject.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { GraphNode } from "../../dataflow/node.ts";
import type { CueRecord, Preview } from "../../protocol/index.ts";
import { type Asked, defaultKey } from "../decide/ask.ts";
import { bindingTo } from "../decide/question.ts";
import type { Resolution } from "../decide/resolution.ts";
import type { StoreSnapshot } from "../decide/storeSnapshot.ts";

export interface Teller {
  /** Cues of nodes that execute, in topological order; what was told is remembered for the nodes below. */
  tell(nodes: readonly number[]): Promise<void>;
  cuesOf(node: number): readonly CueRecord[];
  /** Previews of given values and of constants, by version: stored, so that a later run can say what they were. */
  previews(): ReadonlyMap<Digest, Preview>;
}

interface Baseline {
  readonly seen: LastSeen;
  /** Absent where nothing of that key was stored: its value had no version. */
  readonly story:
    | {
        readonly recipe: Recipe;
        readonly code: CodeRow | undefined;
        readonly environment: Readonly<Record<string, string>> | undefined;
      }
    | undefined;
}

export function teller(
  closure: Closure,
  asked: Asked,
  resolution: Resolution,
  snapshot: StoreSnapshot,
  metadata: MetadataStore,
): Teller {
  const told = new Map<number, readonly CueRecord[]>();
  const mine = new Map<Digest, Preview>();
  const cuesOf = (i: number) => told.get(i) ?? [];

  async function tell(nodes: readonly number[]): Promise<void> {
    for (const i of nodes) {
      const gate = resolution.gates[i];
      if (gate !== undefined) told.set(i, [gate]);
    }
    const rest = nodes.filter((i) => resolution.gates[i] === undefined);
    if (rest.length === 0) return;
    const baselines = await findBaselines(rest.map((i) => closure.nodes[i]!.name));
    notePreviews(rest);
    const lookup = await findTexts(rest, baselines);
    for (const [at, i] of rest.entries()) told.set(i, allDifferences(factsOf(i, baselines[at], lookup)));
  }

  async function findBaselines(names: readonly string[]): Promise<(Baseline | undefined)[]> {
    const seen: (LastSeen | undefined)[] = [];
    for (const name of names) seen.push(snapshot.lastSeenOf(name) ?? (await seenElsewhere()).get(name));
    const keys = seen.flatMap((row) => (row === undefined ? [] : [row.cacheKey]));
    if (keys.length === 0) return names.map(() => undefined);
    const recipes = new Map<Digest, Recipe | undefined>(zip(keys, await metadata.recipesOf(keys)));
    const codeVersions = unique([...recipes.values()].map((r) => r?.codeVersion));
    const environments = unique([...recipes.values()].map((r) => r?.environment));
    const codes = new Map(zip(codeVersions, await metadata.codesOf(codeVersions)));
    const fields = new Map(zip(environments, await metadata.environmentsOf(environments)));
    return seen.map((row) => {
      const recipe = row === undefined ? undefined : recipes.get(row.cacheKey);
      if (row === undefined) return undefined;
      if (recipe === undefined) return { seen: row, story: undefined };
      const [code, environment] = [codes.get(recipe.codeVersion), fields.get(recipe.environment)];
      return { seen: row, story: { recipe, code, environment } };
    });
  }

  /** Nodes that this dataflow has not seen, as other dataflows saw them last: asked for once, for all. */
  let elsewhere: Map<string, LastSeen | undefined> | undefined;
  async function seenElsewhere(): Promise<ReadonlyMap<string, LastSeen | undefined>> {
    if (elsewhere !== undefined) return elsewhere;
    const names = closure.nodes.flatMap(({ kind, name }) =>
      kind === "node" && snapshot.lastSeenOf(name) === undefined ? [name] : [],
    );
    elsewhere = new Map(zip(names, await metadata.baselinesOf(names, resolution.question.dataflowId)));
    return elsewhere;
  }

  async function findTexts(nodes: readonly number[], baselines: readonly (Baseline | undefined)[]) {
    const texts = new Map<Digest, string>();
    const wantedTexts = new Set<Digest>();
    const wantedPreviews = new Set<Digest>();
    nodes.forEach((i, at) => {
      for (const [digest, text] of asked.codes[i]!.code.texts) texts.set(digest, text);
      const before = baselines[at];
      for (const part of before?.story?.code?.parts ?? []) {
        if (part.text !== undefined && !texts.has(part.text)) wantedTexts.add(part.text);
        if (part.kind === "constant" && part.digest.includes(":")) wantedPreviews.add(part.digest.split(":")[0]!);
      }
      for (const [, kind, version] of before?.story?.recipe.bindings ?? [])
        if (kind !== "ignored" && kind !== "opaque") wantedPreviews.add(version);
    });
    const list = [...wantedTexts];
    const versions = [...wantedPreviews].filter((version) => !mine.has(version));
    for (const [digest, text] of zip(list, await metadata.textsOf(list)))
      if (text !== undefined) texts.set(digest, text);
    const previews = new Map(zip(versions, await metadata.previewsOf(versions)));
    return {
      text: (digest: Digest) => texts.get(digest),
      preview: (version: string) => mine.get(version) ?? previews.get(version),
    };
  }

  /** What was given now, and what the constants are now, in case a later run asks what they were. */
  function notePreviews(nodes: readonly number[]): void {
    for (const i of nodes) {
      const node = closure.nodes[i]!;
      if (node.kind === "input") continue;
      for (const { dep } of resolution.question.nodes[i]!.bound) {
        const version = asked.inputs.has(dep) ? resolution.versions[dep] : undefined;
        const bound = version === undefined ? undefined : bindingTo("", version)[2];
        if (bound !== undefined && !mine.has(bound)) mine.set(bound, asked.previewOf(dep));
      }
      for (const [parameter, , version] of resolution.question.nodes[i]!.fixed) {
        const standard = defaultKey(node.name, parameter);
        if (asked.defaults.has(standard)) mine.set(version, asked.shownOf(i, asked.defaults.get(standard), version));
      }
      for (const part of asked.codes[i]!.code.parts) {
        const version = part.kind === "constant" && part.digest.includes(":") ? part.digest.split(":")[0]! : undefined;
        if (version !== undefined && !mine.has(version))
          mine.set(version, asked.shownOf(i, node.module.valueOf(part.name), version));
      }
    }
  }

  function factsOf(i: number, baseline: Baseline | undefined, lookup: DifferenceFacts["lookup"]): DifferenceFacts {
    const node = closure.nodes[i]!;
    const { code, environment } = asked.codes[i]!;
    const now: KeyStory = {
      recipe: { codeVersion: code.version, environment: environment.version, bindings: resolution.bindings[i] ?? [] },
      code: { mode: code.mode, parts: code.parts },
      environment: environment.fields,
    };
    const { bound } = resolution.question.nodes[i]!;
    const deps = bound.filter(({ dep }) => closure.nodes[dep]!.kind === "node");
    const module = node.kind === "node" ? node.module : undefined;
    const overridden = bound.filter(({ dep }) => isOverridden(closure.nodes[dep]!));
    return {
      node: node.name,
      now,
      before: baseline?.story,
      baseline: baseline === undefined ? undefined : `run ${baseline.seen.runId}`,
      depOf: new Map(deps.map(({ parameter, dep }) => [parameter, dep])),
      boundTo: new Map(bound.map(({ parameter, dep }) => [parameter, closure.nodes[dep]!.name])),
      overridden: new Set(overridden.map(({ parameter }) => parameter)),
      cuesOf,
      lookup,
      where:
        module === undefined
          ? undefined
          : { source: module.sourceDigest.slice(0, 12), ...(module.cell === undefined ? {} : { cell: module.cell }) },
    };
  }

  return { tell, cuesOf, previews: () => mine };
}

const isOverridden = (node: GraphNode): boolean => node.kind === "input" && node.overridden !== undefined;

function zip<A, B>(a: readonly A[], b: readonly B[]): [A, B][] {
  return a.map((item, at) => [item, b[at]!]);
}

function unique<T>(items: readonly (T | undefined)[]): T[] {
  return [...new Set(items)].filter((item): item is T => item !== undefined);
}

// May a node keep its stored value, although its code has changed? The user says so; it is written down, and can be undone (R26).
import type { Entry, LastSeen, MetadataStore, NewAcceptance } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import type { Decided } from "../run/decide/decide.ts";
import { unknownDeps } from "../run/decide/plan.ts";

export interface AcceptOptions {
  /** Why the stored value is still right; shown on every hit. */
  readonly note?: string;
  /** Accepts also where inputs, deps or the environment differ, not the code alone. */
  readonly anyway?: boolean;
}

export interface Acceptance {
  readonly node: string;
  readonly cacheKey: string;
  /** Number of the run that made the value. */
  readonly run: number;
  /** ms since the epoch */
  readonly at: number;
  readonly note: string;
  /**
   * Takes the value away from the new code again: the node executes next time.
   *
   * @returns false where it does not stand any more, since the node has executed or the cache was emptied
   */
  undo(): Promise<boolean>;
}

/** @throws CellarError `bad-option` */
export function checkAcceptOptions({ note, anyway }: AcceptOptions): void {
  if (note !== undefined && typeof note !== "string")
    throw cellarError("bad-option", `accept({ note }) is a text, not ${typeof note}.`);
  if (anyway !== undefined && typeof anyway !== "boolean")
    throw cellarError("bad-option", `accept({ anyway }) is true or false, not ${typeof anyway}.`);
}

export interface Accepting {
  readonly names: readonly string[];
  readonly decided: Decided;
  /** Index of the node. */
  readonly i: number;
  readonly metadata: MetadataStore;
  /** ms since the epoch */
  readonly now: () => number;
}

/**
 * Enters the value that the node had last under its present key.
 *
 * @throws CellarError `not-acceptable` where it would hit anyway, executes whatever is stored, waits for a dep, has nothing
 *   stored, or differs in more than its code
 */
export async function acceptNode(it: Accepting, { note = "", anyway = false }: AcceptOptions): Promise<Acceptance> {
  const { names, decided, i, metadata, now } = it;
  const { resolution, asked, snapshot, teller } = decided;
  const name = names[i]!;
  refuseDecided(it);
  const baseline = await baselineOf(it);
  const [recipe] = await metadata.recipesOf([baseline.cacheKey]);
  const environment = asked.codes[i]!.environment;
  const bindings = resolution.bindings[i]!;
  const isOnlyCode =
    recipe?.environment === environment.version && JSON.stringify(recipe.bindings) === JSON.stringify(bindings);
  await teller.tell([i]);
  if (!isOnlyCode && !anyway) {
    const others = teller.cuesOf(i).filter(({ field }) => field !== undefined && !field.startsWith("code"));
    const what = others.length === 0 ? "" : ` (${others.map(({ text }) => text).join("; ")})`;
    throw refusal(
      name,
      `not only its code differs from the stored value's${what}. If its value is right all the same, say so: accept("${name}", { anyway: true })`,
    );
  }
  const { code } = asked.codes[i]!;
  const row: NewAcceptance = {
    cacheKey: resolution.keys[i]!,
    from: baseline.entry,
    node: name,
    note,
    at: now(),
    recipe: {
      kind: "node",
      codeVersion: code.version,
      environment: environment.version,
      bindings,
      firstName: name,
    },
    code: { mode: code.mode, parts: code.parts },
    texts: code.texts,
    environment: environment.fields,
  };
  const entry = await metadata.acceptEntry(row);
  if (entry === undefined) throw refusal(name, "a value was stored meanwhile: it would hit anyway");
  return acceptanceOf(row.cacheKey, entry, metadata, now);

  async function baselineOf({ metadata }: Accepting): Promise<LastSeen & { readonly entry: Entry }> {
    const seen = snapshot.lastSeenOf(name) ?? (await metadata.baselinesOf([name], resolution.question.dataflowId))[0];
    if (seen?.entry === undefined) throw refusal(name, "no value of it is stored. Execute it");
    const [hasBytes] = await snapshot.hasBytes([seen.entry.dataVersion]);
    if (hasBytes === true) return { ...seen, entry: seen.entry };
    const isCollected = (await snapshot.collectedOf(seen.entry.dataVersion)) !== undefined;
    throw refusal(
      name,
      `the bytes of its value (run ${seen.entry.runId}) ${isCollected ? "were collected" : "are missing"}. Execute it`,
    );
  }
}

function refuseDecided({ names, decided, i }: Accepting): void {
  const { resolution } = decided;
  const name = names[i]!;
  const gate = resolution.gates[i];
  if (gate !== undefined) throw refusal(name, `it executes whatever is stored: ${gate.text}`);
  const twin = resolution.sameAs[i]!;
  if (twin !== -1)
    throw refusal(name, `it is the same computation as \`${names[twin]}\`, which executes. Accept that one`);
  if (resolution.decisions[i] === "hit") throw refusal(name, "it would hit anyway: there is nothing to accept");
  if (resolution.decisions[i] !== "waiting") return;
  const deps = unknownDeps(resolution, i).map((dep) => `\`${names[dep]}\``);
  throw refusal(
    name,
    `it reads ${deps.join(", ")}, whose ${deps.length > 1 ? "values are" : "value is"} not known before ${deps.length > 1 ? "they execute" : "it executes"}. Execute or accept what it reads first`,
  );
}

/** Acceptances that stand, also those of earlier processes. */
export async function acceptancesIn(metadata: MetadataStore, now: () => number): Promise<readonly Acceptance[]> {
  const standing = await metadata.acceptedEntries();
  return standing.map(({ cacheKey, entry }) => acceptanceOf(cacheKey, entry, metadata, now));
}

function acceptanceOf(cacheKey: string, entry: Entry, metadata: MetadataStore, now: () => number): Acceptance {
  return {
    node: entry.node,
    cacheKey,
    run: entry.runId,
    at: entry.storedAt,
    note: entry.accepted?.note ?? "",
    undo: async () => metadata.undoAcceptance(cacheKey, entry.executionId, now()),
  };
}

function refusal(name: string, why: string): Error {
  return cellarError("not-acceptable", `\`${name}\` cannot be accepted: ${why}.`, { where: { node: name } });
}

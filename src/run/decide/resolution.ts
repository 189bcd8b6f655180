// How far are the nodes of one run decided? Versions become known one by one; each is decided by `resolve`.
import type { Awaitable, Binding, Collected, Digest, Entry } from "../../contracts.ts";
import type { GateFacts } from "../../cues/subject.ts";
import { cacheKeyOf, SAVED, sortedBindings } from "../../identity/cacheKey.ts";
import type { CueRecord } from "../../protocol/index.ts";
import type { Saved, SavedState } from "../store/savedFiles.ts";
import type { Question, QuestionNode, Snapshot } from "./question.ts";
import { bindingTo, ignoredVersion, isOpaque } from "./question.ts";
import { resolve } from "./resolve.ts";

export type LostHow = "missing" | "corrupt" | "unreadable" | "class changed" | Collected;

/** `waiting`: a dep's version is not known yet. `ignored`: it executes if somebody needs its value, and its version is its name. */
export type Decision = "given" | "hit" | "execute" | "waiting" | "ignored";

/** What is decided of each node; arrays are parallel to the question's nodes. */
export class Resolution {
  readonly question: Question;
  readonly decisions: Decision[];
  readonly versions: (string | undefined)[];
  readonly keys: (Digest | undefined)[];
  readonly bindings: (readonly Binding[] | undefined)[];
  readonly entries: (Entry | undefined)[];
  readonly gates: (CueRecord | undefined)[];
  /** Index of the node that executes the same key in this run, or -1 (R2). */
  readonly sameAs: Int32Array;
  /** Versions whose bytes were needed by that node and could not be read. */
  readonly lost: ({ readonly version: Digest; readonly how: LostHow } | undefined)[];
  /** The files that savers have saved beside their values. */
  readonly saved: (Saved | undefined)[];
  /** Whether two nodes of this run have one key. */
  hasTwins = false;
  readonly #snapshot: Snapshot;
  readonly #executing = new Map<Digest, number>();
  readonly #savedChanges = new Map<number, string>();
  readonly #look: ((entry: Entry) => Promise<SavedState>) | undefined;

  /** @param look at the files of a saver; nobody looks if absent */
  constructor(question: Question, snapshot: Snapshot, look?: (entry: Entry) => Promise<SavedState>) {
    this.#look = look;
    const count = question.nodes.length;
    this.question = question;
    this.#snapshot = snapshot;
    this.decisions = question.nodes.map((node) => (node === undefined ? "given" : "waiting"));
    this.versions = [...question.given];
    this.keys = new Array(count).fill(undefined);
    this.bindings = new Array(count).fill(undefined);
    this.entries = new Array(count).fill(undefined);
    this.gates = new Array(count).fill(undefined);
    this.sameAs = new Int32Array(count).fill(-1);
    this.lost = new Array(count).fill(undefined);
    this.saved = new Array(count).fill(undefined);
  }

  /** Decides whatever can be decided from the versions known so far, in topological order. */
  async decideAll(): Promise<void> {
    for (let i = 0; i < this.decisions.length; i++) {
      if (this.decisions[i] !== "waiting") continue;
      const pending = this.decide(i);
      if (pending !== undefined) await pending;
    }
  }

  /** Decides one node if its deps are known; a promise only where the store answers by one. */
  decide(i: number): void | Promise<void> {
    const node = this.question.nodes[i]!;
    if (node.ignored !== undefined) {
      const verdict = resolve(this.#facts(i, [], undefined));
      this.#set(i, "ignored", undefined, verdict.what === "execute" ? verdict.gate : undefined);
      this.versions[i] = ignoredVersion(node.name);
      return;
    }
    const key = this.key(i);
    const opaqueDeps = node.bound.flatMap(({ parameter, dep }) => {
      const version = this.versions[dep];
      return version !== undefined && isOpaque(version) ? [parameter] : [];
    });
    if (key === undefined) {
      // Whatever the versions turn out to be, these gates fire.
      const facts = this.#facts(i, opaqueDeps, undefined);
      const verdict = resolve(facts);
      if (verdict.what === "execute" && verdict.gate !== undefined) this.#set(i, "execute", undefined, verdict.gate);
      return;
    }
    const entry = this.#snapshot.entryOf(key);
    if (node.isSaver === true && this.#look !== undefined)
      return this.#concludeSaver(i, key, opaqueDeps, entry, this.#look);
    if (entry instanceof Promise) return entry.then((found) => this.#conclude(i, key, opaqueDeps, found));
    this.#conclude(i, key, opaqueDeps, entry);
  }

  /** The key from the versions known so far, kept with its bindings; undefined where one is not known yet. */
  key(i: number): Digest | undefined {
    const bindings = this.#bindings(i, (dep) => this.versions[dep]);
    if (bindings === undefined) return undefined;
    this.bindings[i] = sortedBindings(bindings);
    this.keys[i] = this.#keyOf(i, bindings);
    return this.keys[i];
  }

  /** Digest of the files that a saver saved beside a value, also where engine or steps took it out of the saver's. */
  savedOf(i: number): Digest | undefined {
    for (let at: number | undefined = i; at !== undefined; ) {
      const saved = this.saved[at]?.digest ?? this.question.givenSaved?.[at];
      if (saved !== undefined) return saved;
      const node: QuestionNode | undefined = this.question.nodes[at];
      at = node?.handsOn === true ? node.bound[0]?.dep : undefined;
    }
    return undefined;
  }

  /** The key that it would have under other versions of its deps; undefined where one is not known. */
  keyUnder(i: number, versionOf: (dep: number) => string | undefined): Digest | undefined {
    const bindings = this.#bindings(i, versionOf);
    return bindings === undefined ? undefined : this.#keyOf(i, bindings);
  }

  #bindings(i: number, versionOf: (dep: number) => string | undefined): readonly Binding[] | undefined {
    const { fixed, bound } = this.question.nodes[i]!;
    const bindings: Binding[] = [...fixed];
    for (const { parameter, dep } of bound) {
      const version = versionOf(dep);
      if (version === undefined) return undefined;
      bindings.push(bindingTo(parameter, version));
      const saved = this.savedOf(dep);
      if (saved !== undefined) bindings.push([`${parameter}${SAVED}`, "file", saved]);
    }
    return bindings;
  }

  #keyOf(i: number, bindings: readonly Binding[]): Digest {
    const { codeVersion, environment, openName: name } = this.question.nodes[i]!;
    return cacheKeyOf({ codeVersion, environment, bindings, name });
  }

  /** The version of a node that executed. */
  settle(i: number, version: string): void {
    this.versions[i] = version;
  }

  /** Takes a decision back: the bytes of a hit could not be read, so it executes after all. */
  loseBytes(i: number, how: LostHow): void {
    const entry = this.entries[i]!;
    this.lost[i] = { version: entry.dataVersion, how };
    const verdict = resolve(this.#facts(i, [], entry));
    if (verdict.what === "execute") this.#set(i, "execute", entry, verdict.gate);
  }

  /** Forgets what was decided of a node, so that it is decided again from the present versions. */
  forget(i: number): void {
    const key = this.keys[i];
    if (key !== undefined && this.#executing.get(key) === i) this.#executing.delete(key);
    this.decisions[i] = "waiting";
    this.versions[i] = undefined;
    this.keys[i] = undefined;
    this.bindings[i] = undefined;
    this.entries[i] = undefined;
    this.gates[i] = undefined;
    this.sameAs[i] = -1;
  }

  async #concludeSaver(
    i: number,
    key: Digest,
    opaqueDeps: readonly string[],
    asked: Awaitable<Entry | undefined>,
    look: (entry: Entry) => Promise<SavedState>,
  ): Promise<void> {
    const entry = await asked;
    const state = entry === undefined ? undefined : await look(entry);
    this.saved[i] = state?.saved;
    if (state?.change === undefined) this.#savedChanges.delete(i);
    else this.#savedChanges.set(i, state.change);
    this.#conclude(i, key, opaqueDeps, entry);
  }

  #conclude(i: number, key: Digest, opaqueDeps: readonly string[], entry: Entry | undefined): void {
    const verdict = resolve(this.#facts(i, opaqueDeps, entry));
    if (verdict.what === "hit") {
      this.#set(i, "hit", verdict.entry, undefined);
      this.versions[i] = verdict.entry.dataVersion;
      return;
    }
    const twin = this.#executing.get(key);
    if (verdict.gate === undefined && twin !== undefined && twin !== i) {
      this.sameAs[i] = twin;
      this.hasTwins = true;
      this.#set(i, "hit", undefined, undefined);
      return;
    }
    if (verdict.gate === undefined) this.#executing.set(key, i);
    this.#set(i, "execute", entry, verdict.gate);
  }

  #set(i: number, decision: Decision, entry: Entry | undefined, gate: CueRecord | undefined): void {
    this.decisions[i] = decision;
    this.entries[i] = entry;
    this.gates[i] = gate;
    if (decision === "execute") this.versions[i] = undefined;
  }

  #facts(i: number, opaqueDeps: readonly string[], entry: Entry | undefined): GateFacts {
    const { name, forced, disabled, ignored, ttlMs, opaque, impure } = this.question.nodes[i]!;
    const { now } = this.question;
    const savedChange = this.#savedChanges.get(i);
    const lost = this.lost[i];
    const bytes = lost !== undefined && lost.version === entry?.dataVersion ? lost.how : "unread";
    return { node: name, forced, disabled, ignored, opaque, impure, opaqueDeps, entry, bytes, ttlMs, now, savedChange };
  }
}

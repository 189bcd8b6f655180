// Where does each node of a live run stand, and what does it wait for? Counters, so that every step is constant work.
import { neededNodes } from "../decide/needed.ts";
import type { Resolution } from "../decide/resolution.ts";

/** `idle`: undecided. `wants`: will execute, waits for values. `settled`: its version is known. */
export type Stage = "idle" | "wants" | "ready" | "runs" | "settled" | "failed" | "skipped";

/** Has it not come to its end? */
export function isOpen(stage: Stage): boolean {
  return stage === "idle" || stage === "wants" || stage === "ready" || stage === "runs";
}

export class Board {
  readonly stage: Stage[];
  readonly values: unknown[];
  readonly hasValue: Uint8Array;
  readonly asked: Uint8Array;
  /** Does this run need it? A node that only ignored nodes read is needed from when one of them executes. */
  readonly needed: Uint8Array;
  /** Do those who read it know its version? It stays 1 while a lost value is computed once more. */
  readonly isTold: Uint8Array;
  /** Deps whose version is not known yet. */
  readonly unknownDeps: Int32Array;
  /** Values that a node which will execute still waits for. */
  readonly missing: Int32Array;
  /** Raised when a node is decided again; what was begun before counts no more. */
  readonly epoch: Int32Array;
  /** Of values whose version is another one for those below: of ignored nodes. */
  readonly ownVersions = new Map<number, string>();
  readonly #waiters = new Map<number, [node: number, epoch: number][]>();
  readonly #resolution: Resolution;

  constructor(resolution: Resolution) {
    const { question } = resolution;
    const count = question.nodes.length;
    this.#resolution = resolution;
    this.stage = new Array(count).fill("idle");
    this.values = new Array(count).fill(undefined);
    this.hasValue = new Uint8Array(count);
    this.asked = new Uint8Array(count);
    this.needed = neededNodes(resolution);
    this.isTold = Uint8Array.from(resolution.versions, (version) => (version === undefined ? 0 : 1));
    this.unknownDeps = new Int32Array(count);
    this.missing = new Int32Array(count);
    this.epoch = new Int32Array(count);
    for (const i of question.asked) this.asked[i] = 1;
    question.nodes.forEach((_, i) => {
      this.unknownDeps[i] = this.#countUnknown(i);
    });
  }

  #countUnknown(i: number): number {
    const deps = new Set(this.#resolution.question.nodes[i]?.bound.map(({ dep }) => dep) ?? []);
    return [...deps].filter((dep) => this.isTold[dep] === 0).length;
  }

  /** The version of the value that is here, by which a change of it shows. */
  versionOf(i: number): string {
    return this.ownVersions.get(i) ?? this.#resolution.versions[i]!;
  }

  /** Nodes that this run needs and that have not come to their end. */
  unfinished(): number[] {
    const { nodes } = this.#resolution.question;
    return this.stage.flatMap((stage, i) =>
      nodes[i] !== undefined && isOpen(stage) && this.needed[i] === 1 ? [i] : [],
    );
  }

  put(i: number, value: unknown): void {
    this.values[i] = value;
    this.hasValue[i] = 1;
  }

  drop(i: number): void {
    this.values[i] = undefined;
    this.hasValue[i] = 0;
  }

  wait(i: number, forValueOf: number): void {
    const list = this.#waiters.get(forValueOf);
    this.missing[i]!++;
    if (list === undefined) this.#waiters.set(forValueOf, [[i, this.epoch[i]!]]);
    else list.push([i, this.epoch[i]!]);
  }

  /** Nodes that waited for this value and now have all they want. */
  wake(value: number): number[] {
    const list = this.#waiters.get(value) ?? [];
    this.#waiters.delete(value);
    return list.filter(([i, epoch]) => epoch === this.epoch[i] && --this.missing[i]! === 0).map(([i]) => i);
  }

  waitersOf(value: number): number[] {
    return (this.#waiters.get(value) ?? []).filter(([i, epoch]) => epoch === this.epoch[i]).map(([i]) => i);
  }

  isAwaited(value: number): boolean {
    return this.asked[value] === 1 || this.waitersOf(value).length > 0;
  }

  /** Back to the beginning for a node; its deps' versions are counted anew. */
  reset(i: number): void {
    this.epoch[i]!++;
    this.stage[i] = "idle";
    this.missing[i] = 0;
    this.isTold[i] = 0;
    this.drop(i);
  }

  recount(i: number): void {
    this.unknownDeps[i] = this.#countUnknown(i);
  }

  /** May some undecided or wanting node still read this value? */
  isUsed(i: number): boolean {
    if (this.asked[i] === 1) return true;
    return this.#resolution.question.users[i]!.some((user) => isOpen(this.stage[user]!));
  }
}

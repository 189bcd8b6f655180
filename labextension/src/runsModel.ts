// Which runs are shown, which of them is looked at, and where do they come from? No DOM, no kernel.

import { type ISignal, Signal } from "@lumino/signaling";
import { applyEvents, hasGap, type RunEndEvent, type RunEvent, type RunRecord } from "cellar/protocol";

/** The words of the badge. */
export type RunSource = "live" | "from this browser" | "from the notebook";

interface Held {
  readonly record: RunRecord;
  readonly source: RunSource;
}

/** A later source in this list is believed over an earlier one. */
const TRUST: readonly RunSource[] = ["from the notebook", "from this browser", "live"];

/** More runs than anyone scrubs through are not held; the newest stay. */
const MOST_RUNS = 1000;

export class RunsModel {
  readonly #held = new Map<string, Held>();
  readonly #changed = new Signal<this, void>(this);
  #order: readonly RunRecord[] = [];
  #current: string | undefined;
  #node: string | undefined;

  /** Emitted after every change. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Oldest first. */
  get runs(): readonly RunRecord[] {
    return this.#order;
  }

  /** Index of the run that is looked at, or -1. */
  get position(): number {
    return this.#order.findIndex((run) => run.run === this.#current);
  }

  get current(): RunRecord | undefined {
    return this.#held.get(this.#current ?? "")?.record;
  }

  /** Where the run that is looked at comes from. */
  get source(): RunSource | undefined {
    return this.#held.get(this.#current ?? "")?.source;
  }

  /** Name of the selected node; it stays selected while scrubbing. */
  get node(): string | undefined {
    return this.#node;
  }

  /** Where a run comes from. */
  sourceOf(run: string): RunSource | undefined {
    return this.#held.get(run)?.source;
  }

  find(run: string): RunRecord | undefined {
    return this.#held.get(run)?.record;
  }

  /** Adds runs; of two records of one run the more trusted stays, then the one that knows more. */
  add(records: readonly RunRecord[], source: RunSource): void {
    const follows = this.position === this.#order.length - 1;
    for (const record of records) {
      const held = this.#held.get(record.run);
      const fresh = { record, source };
      this.#held.set(record.run, held === undefined ? fresh : betterOf(fresh, held));
    }
    this.#sort();
    if (follows) this.#current = this.#order.at(-1)?.run;
    this.#changed.emit();
  }

  /** Takes these for all runs of a source: others of it are forgotten. */
  replace(records: readonly RunRecord[], source: RunSource): void {
    const named = new Set(records.map(({ run }) => run));
    for (const [run, held] of this.#held) if (held.source === source && !named.has(run)) this.#held.delete(run);
    this.add(records, source);
  }

  /** Shows a run that has just begun, or has ended, wherever the user was. */
  follow(record: RunRecord): void {
    const isNew = !this.#held.has(record.run);
    this.#held.set(record.run, { record, source: "live" });
    this.#sort();
    if (isNew) this.#current = record.run;
    this.#changed.emit();
  }

  /** Folds events into their runs. Returns the ids of runs whose record must be asked for, since events are missing. */
  apply(events: readonly (RunEvent | RunEndEvent)[]): string[] {
    const lost = new Set<string>();
    for (const run of new Set(events.map((event) => event.run))) {
      const held = this.#held.get(run);
      const own = events.filter((event) => event.run === run);
      if (held === undefined || isTorn(held.record, own)) lost.add(run);
      if (held !== undefined) this.#held.set(run, { record: applyEvents(held.record, own), source: "live" });
    }
    this.#sort();
    this.#changed.emit();
    return [...lost];
  }

  /** The kernel is gone: what was live is now what this browser keeps. */
  disconnect(): void {
    for (const [run, held] of this.#held) {
      if (held.source === "live") this.#held.set(run, { ...held, source: "from this browser" });
    }
    this.#changed.emit();
  }

  /** Forgets runs from a source. */
  drop(source: RunSource): void {
    for (const [run, held] of this.#held) if (held.source === source) this.#held.delete(run);
    this.#sort();
    this.#changed.emit();
  }

  /** @param position - Index of a run; beyond the ends it is the first or the last. */
  go(position: number): void {
    const run = this.#order[Math.max(0, Math.min(this.#order.length - 1, position))];
    if (run === undefined || run.run === this.#current) return;
    this.#current = run.run;
    this.#changed.emit();
  }

  step(by: number): void {
    this.go(this.position + by);
  }

  selectNode(name: string | undefined): void {
    if (this.#node === name) return;
    this.#node = name;
    this.#changed.emit();
  }

  #sort(): void {
    const sorted = [...this.#held.values()].map((held) => held.record).sort(byAge);
    for (const record of sorted.slice(0, -MOST_RUNS)) this.#held.delete(record.run);
    this.#order = sorted.slice(-MOST_RUNS);
    if (!this.#held.has(this.#current ?? "")) this.#current = this.#order.at(-1)?.run;
  }
}

function isTorn(record: RunRecord, events: readonly (RunEvent | RunEndEvent)[]): boolean {
  return events.some((event, i) => hasGap({ ...record, seq: events[i - 1]?.seq ?? record.seq }, event));
}

/** Two runs of one moment keep the order of their store. */
function byAge(a: RunRecord, b: RunRecord): number {
  return a.at - b.at || a.n - b.n || (a.run < b.run ? -1 : 1);
}

/**
 * The more trusted of two records of a run, or the later one. A history tells less of a run than its own record did: of the
 * same moment, the richer details stay. What a notebook file says is never mixed into what this kernel or browser knows.
 */
function betterOf(fresh: Held, held: Held): Held {
  const [best, other] = isBetter(fresh, held) ? [fresh, held] : [held, fresh];
  const isOneMoment = best.record.seq === other.record.seq && best.record.graph.id === other.record.graph.id;
  const isOwn = other.source !== "from the notebook" || best.source === "from the notebook";
  if (!isOneMoment || !isOwn || weightOf(other) <= weightOf(best)) return best;
  const { detail, trimmed } = other.record;
  return { source: best.source, record: { ...best.record, detail, trimmed } };
}

function isBetter(fresh: Held, held: Held): boolean {
  const trust = TRUST.indexOf(fresh.source) - TRUST.indexOf(held.source);
  if (trust !== 0) return trust > 0;
  if (fresh.record.seq !== held.record.seq) return fresh.record.seq > held.record.seq;
  return held.record.trimmed || !fresh.record.trimmed;
}

function weightOf({ record }: Held): number {
  return JSON.stringify(record.detail).length;
}

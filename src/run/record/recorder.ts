// What does the record of a live run say so far? Columns by node, events as they happen, one document at the end.
import type { Closure } from "../../dataflow/closure.ts";
import { shortDigest } from "../../identity/digest.ts";
import {
  endWait,
  type NodeDetail,
  type RunBody,
  type RunEndEvent,
  type RunEvent,
  type RunRecord,
  type RunState,
  type StatusLetter,
} from "../../protocol/index.ts";
import type { RunParts } from "../parts.ts";
import type { Shape } from "./shape.ts";

export interface NodeChange {
  readonly status: StatusLetter;
  readonly key?: string | undefined;
  readonly data?: string | undefined;
  readonly from?: number;
  readonly took?: number;
  readonly detail?: NodeDetail | undefined;
}

/** Keeps the columns of one run. Full versions are kept beside the short ones that people see. */
export class Recorder {
  readonly runName: string;
  readonly shape: Shape;
  readonly versions: (string | undefined)[];
  readonly keys: (string | undefined)[];
  readonly status: StatusLetter[];
  readonly warnings: string[] = [];
  readonly departed: { node?: number; reason: string }[] = [];
  savedBytes = 0;
  runId = 0;
  base: string | undefined;
  readonly #from: number[];
  readonly #took: number[];
  readonly #detail = new Map<number, NodeDetail>();
  readonly #parts: RunParts;
  readonly #asked: readonly number[];
  readonly #at: number;
  readonly #started: number;
  #seq = 0;

  constructor(runName: string, closure: Closure, shape: Shape, parts: RunParts) {
    const count = closure.nodes.length;
    this.runName = runName;
    this.shape = shape;
    this.#parts = parts;
    this.#asked = closure.asked;
    this.#at = parts.clock.now();
    this.#started = parts.clock.elapsed();
    this.versions = new Array(count).fill(undefined);
    this.keys = new Array(count).fill(undefined);
    this.status = new Array(count).fill("p");
    this.#from = new Array(count).fill(0);
    this.#took = new Array(count).fill(0);
  }

  get startedAt(): number {
    return this.#at;
  }

  /** ms since the run began */
  elapsed(): number {
    return this.#parts.clock.elapsed() - this.#started;
  }

  /** Sets columns without an event: what is known as the run begins. */
  set(node: number, change: NodeChange): void {
    const wasWaiting = this.status[node] === "w";
    this.status[node] = change.status;
    if (change.key !== undefined) this.keys[node] = change.key;
    if (change.data !== undefined) this.versions[node] = change.data;
    if (change.from !== undefined) this.#from[node] = change.from;
    if (change.took !== undefined) this.#took[node] = round(change.took);
    if (change.detail !== undefined) this.#detail.set(node, { ...this.#detail.get(node), ...change.detail });
    if (wasWaiting && change.status !== "w") this.#detail.set(node, endWait(this.#detail.get(node) ?? {}));
  }

  detailOf(node: number): NodeDetail | undefined {
    return this.#detail.get(node);
  }

  /** Sets columns and makes the event that tells it; the caller stores it and hands it to `publish`. */
  change(node: number, change: NodeChange): RunEvent {
    this.set(node, change);
    const detail = change.detail === undefined ? undefined : this.#detail.get(node);
    const set = {
      ...(change.key === undefined ? {} : { key: shortDigest(change.key) }),
      ...(change.data === undefined ? {} : { data: shortDigest(change.data) }),
      ...(change.from === undefined ? {} : { from: change.from }),
      ...(change.took === undefined ? {} : { took: round(change.took) }),
      ...(detail === undefined ? {} : { detail }),
    };
    return { v: 1, type: "event", run: this.runName, seq: ++this.#seq, node, status: change.status, set };
  }

  /** The end of the run is an event too. */
  seal(): void {
    this.#seq++;
  }

  /** @param body as the run ended */
  endEvent({ state, ms, saved, counts, departed, trimmed, warnings, seq }: RunBody): RunEndEvent {
    const set = { state, ms, saved, counts, departed, trimmed, ...(warnings === undefined ? {} : { warnings }) };
    return { v: 1, type: "end", run: this.runName, seq, set };
  }

  get seq(): number {
    return this.#seq;
  }

  body(state: RunState, ms: number): RunBody {
    const counts = { given: 0, hit: 0, executed: 0, unchanged: 0, failed: 0, skipped: 0 };
    let saved = 0;
    this.status.forEach((letter, i) => {
      if (letter === "g") counts.given++;
      else if (letter === "h") {
        counts.hit++;
        saved += this.#took[i]!;
      } else if (letter === "x") counts.executed++;
      else if (letter === "u") {
        counts.executed++;
        counts.unchanged++;
      } else if (letter === "f") counts.failed++;
      else if (letter === "s") counts.skipped++;
    });
    return {
      v: 1,
      type: "run",
      run: this.runName,
      n: this.runId,
      seq: this.#seq,
      state,
      dataflow: this.#parts.dataflow,
      by: this.#parts.by,
      at: this.#at,
      ms: round(ms),
      saved: { ms: round(saved), bytes: this.savedBytes },
      ...(this.base === undefined ? {} : { base: this.base }),
      counts,
      asked: this.#asked,
      status: this.status.join(""),
      key: this.keys.map(shortDigest),
      data: this.versions.map(shortDigest),
      from: [...this.#from],
      took: [...this.#took],
      detail: Object.fromEntries(this.#detail),
      departed: [...this.departed],
      trimmed: false,
      ...(this.warnings.length === 0 ? {} : { warnings: [...this.warnings] }),
    };
  }

  record(body: RunBody): RunRecord {
    return { ...body, graph: this.shape.record };
  }
}

/** Durations are told to a tenth of a millisecond, short ones to a microsecond. */
function round(ms: number): number {
  return ms >= 10 ? Math.round(ms * 10) / 10 : Math.round(ms * 1000) / 1000;
}

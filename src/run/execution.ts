// What happens now? Reads what is needed, executes what must, decides the rest as versions become known.
import { Board } from "./board/board.ts";
import { lostBelow } from "./board/lostBelow.ts";
import { openBoard } from "./board/openBoard.ts";
import type { Outcome, Waits } from "./board/outcome.ts";
import { redoBelow } from "./board/redoBelow.ts";
import { joinTwin, settleTwins } from "./board/twins.ts";
import { type Body, makeBody } from "./body.ts";
import { needAlso } from "./decide/needed.ts";
import type { LostHow } from "./decide/resolution.ts";
import { Errands } from "./errands.ts";
import type { ExecutionParts } from "./executionParts.ts";
import { restoreAsked, spoil } from "./lend/spoil.ts";
import { lostText } from "./record/lostText.ts";
import { recordFailure, recordSkip } from "./record/recordEnd.ts";
import { recordHit } from "./record/recordHit.ts";
import { tellExecution } from "./record/tellExecution.ts";
import { noteJoined } from "./store/savedFiles.ts";

/**
 * Runs a decided closure to its end. Nothing recurses along the graph: work waits in queues, so a chain of 10,000 nodes
 * is no deeper than one of ten.
 */
export class Execution {
  readonly board: Board;
  readonly errors = new Map<number, unknown>();
  readonly #x: ExecutionParts;
  readonly #body: Body;
  readonly #ready: number[] = [];
  /** Nodes whose version has just become known. */
  readonly #news: number[] = [];
  readonly #reading = new Set<number>();
  readonly #errands = new Errands(
    () => this.#drain(),
    (error) => this.#crash(error),
  );
  #draining = false;
  #stopped = false;
  #finish: () => void = () => {};
  #crash!: (error: unknown) => void;

  constructor(x: ExecutionParts) {
    this.#x = x;
    this.board = new Board(x.resolution);
    this.#body = makeBody(x, this.board);
    for (const [i, value] of x.asked.inputs) this.board.put(i, value);
  }

  /** Resolves when every node is settled, failed or skipped. */
  perform(): Promise<void> {
    const unlisten = this.#x.slots.listen(() => this.#errands.guard(() => this.#drain()));
    return new Promise<void>((resolve, reject) => {
      this.#finish = resolve;
      this.#crash = reject;
      if (this.#x.options.signal?.aborted === true) {
        this.stop("the run was interrupted");
        return;
      }
      this.#errands.guard(() => this.#begin());
    }).finally(unlisten);
  }

  /** Asked values that a later body has changed are read again, so that the caller gets what was stored. */
  async restoreAsked(): Promise<void> {
    await restoreAsked(this.#x, this.board, this.#body.spoiledSince(this.#x.closure.asked));
  }

  /** No new node starts; what runs is left to end by itself. */
  stop(reason: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#body.abandon();
    for (const i of this.board.unfinished()) this.#skip(i, reason);
    this.#finish();
  }

  #begin(): void {
    for (const i of openBoard(this.#x, this.board)) this.#want(i);
    for (const i of this.#x.closure.asked) if (this.board.stage[i] === "settled") this.#demand(i);
    this.#drain();
  }

  /** A node that will execute asks for the values of its deps. */
  #want(i: number): void {
    this.board.stage[i] = "wants";
    for (const dep of new Set(this.#x.resolution.question.nodes[i]!.bound.map((b) => b.dep))) {
      if (this.board.hasValue[dep] === 1) continue;
      this.board.wait(i, dep);
      this.#demand(dep);
    }
    if (this.board.missing[i] === 0) this.#queue(i);
  }

  #queue(i: number): void {
    this.board.stage[i] = "ready";
    this.#ready.push(i);
  }

  /** Somebody needs the value of a settled node: it is read, unless it is here or on its way. */
  #demand(i: number): void {
    for (const late of needAlso(this.#x.resolution, this.board, i)) this.#beginLate(late);
    if (this.board.hasValue[i] === 1 || this.board.stage[i] !== "settled" || this.#reading.has(i)) return;
    this.#reading.add(i);
    if (this.#x.resolution.decisions[i] === "ignored") {
      this.#errands.begin(async () => {
        await tellExecution(this.#x, i);
        this.#reading.delete(i);
        if (this.board.stage[i] === "settled") this.#want(i);
      });
      return;
    }
    this.#errands.begin(async () => {
      const version = this.#x.resolution.versions[i]!;
      const copy = this.#body.copyOfInput(i);
      const reading = copy ?? (await this.#x.read(version));
      this.#reading.delete(i);
      if (this.#x.resolution.versions[i] !== version || this.board.stage[i] !== "settled") return;
      if ("lost" in reading) await this.#lose(i, reading.lost);
      else {
        this.#x.recorder.savedBytes += reading.sizeBytes;
        this.#supply(i, reading.value);
      }
    });
  }

  #supply(i: number, value: unknown): void {
    this.board.put(i, value);
    for (const waiter of this.board.wake(i)) this.#queue(waiter);
  }

  /** The bytes of a hit cannot be read: its node executes after all, and the store heals. */
  async #lose(i: number, how: LostHow): Promise<void> {
    const { resolution, recorder, closure } = this.#x;
    if (!this.board.isAwaited(i)) return;
    await this.#x.begin();
    const version = resolution.versions[i]!;
    recorder.departed.push({ node: i, reason: lostText(closure.nodes[i]!.name, version, how) });
    if (resolution.entries[i] !== undefined) resolution.loseBytes(i, how);
    // Those below go on from the version that it had, until it is known to be another.
    resolution.versions[i] = version;
    await tellExecution(this.#x, i);
    this.#want(i);
  }

  // ---- executing ----

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    while (!this.#stopped && (this.#news.length > 0 || (this.#ready.length > 0 && this.#x.slots.isFree))) {
      const known = this.#news.shift();
      if (known !== undefined) this.#spread(known);
      else this.#start(this.#ready.shift()!);
    }
    this.#draining = false;
    if (this.#errands.isEmpty && this.#ready.length === 0 && this.#news.length === 0) this.#finish();
  }

  #start(i: number): void {
    if (this.board.stage[i] !== "ready") return;
    this.board.stage[i] = "runs";
    const epoch = this.board.epoch[i]!;
    this.#x.slots.take();
    this.#errands.begin(async () => {
      let performed: Outcome | Waits;
      try {
        performed = await this.#body.perform(i);
      } finally {
        this.#x.slots.give();
      }
      if (performed.what === "waits") this.#drain(); // others run in its place
      const outcome = performed.what === "waits" ? await performed.until : performed;
      if (outcome.what === "joined") await noteJoined(this.#x, i, outcome.entry);
      if (this.#stopped) return;
      if ("spoiled" in outcome)
        for (const user of spoil(this.#x, this.board, this.#body, outcome.spoiled)) this.#wantAnew(user);
      if (epoch !== this.board.epoch[i]) return; // decided again meanwhile: this result belongs to versions that are no longer ours
      this.#conclude(i, outcome);
    });
  }

  #conclude(i: number, outcome: Outcome): void {
    const { resolution, closure } = this.#x;
    switch (outcome.what) {
      case "failed":
        this.#fail(i, outcome.error);
        return;
      case "again":
        // A loan came back changed: once more, on copies of its own.
        this.#wantAnew(i);
        return;
      case "joined": {
        resolution.entries[i] = outcome.entry;
        recordHit(this.#x, i, outcome.entry, outcome.note);
        this.#hit(i, outcome.entry.dataVersion);
        for (const twin of settleTwins(this.#x, this.board, i, outcome.entry))
          this.#hit(twin, outcome.entry.dataVersion);
        return;
      }
      case "executed": {
        // It was known before, and its value was lost: what was decided from another version is decided again.
        if (this.board.isTold[i] === 1 && resolution.versions[i] !== outcome.version) redoBelow(this.#x, this.board, i);
        this.board.stage[i] = "settled";
        this.board.put(i, outcome.value);
        this.#known(i, outcome.version);
        this.#x.adapters?.afterNode(i, { ...outcome, dataVersion: this.board.versionOf(i) });
        for (const twin of settleTwins(this.#x, this.board, i, outcome.entry, outcome)) {
          this.#hit(twin, outcome.version);
        }
        for (const waiter of this.board.wake(i)) this.#queue(waiter);
        // Inputs are the caller's: nobody else could give them again.
        for (const dep of closure.deps[i]!)
          if (closure.nodes[dep]!.kind === "node" && !this.board.isUsed(dep)) this.board.drop(dep);
      }
    }
  }

  #hit(i: number, version: string): void {
    this.#known(i, version);
    if (this.board.hasValue[i] === 1) this.#supply(i, this.board.values[i]);
    else if (this.board.isAwaited(i)) this.#demand(i);
  }

  /** The version of a node is known: whoever waits for it may be decided. */
  #known(i: number, version: string): void {
    this.#x.resolution.settle(i, version);
    this.board.stage[i] = "settled";
    if (this.board.isTold[i] === 1) return;
    this.board.isTold[i] = 1;
    this.#news.push(i);
  }

  /** What it had waited for, or had, counts no more. */
  #wantAnew(i: number): void {
    const told = this.board.isTold[i]!;
    this.board.reset(i);
    this.board.isTold[i] = told;
    this.#want(i);
  }

  #spread(i: number): void {
    for (const user of this.#x.resolution.question.users[i]!) {
      if (this.board.stage[user] !== "idle" || this.board.unknownDeps[user] === 0) continue;
      if (--this.board.unknownDeps[user]! === 0) this.#decide(user);
    }
  }

  #decide(i: number): void {
    if (this.#x.resolution.sameAs[i] !== -1) return; // its twin settles it
    const pending = this.#x.resolution.decide(i);
    if (pending === undefined) this.#decided(i);
    else
      this.#errands.begin(async () => {
        await pending;
        this.#decided(i);
      });
  }

  #decided(i: number): void {
    const { resolution } = this.#x;
    const like = resolution.sameAs[i]!;
    const isNeeded = this.board.needed[i] === 1;
    if (resolution.decisions[i] !== "hit") {
      if (isNeeded) this.#beginLate(i);
    } else if (like === -1) {
      recordHit(this.#x, i, resolution.entries[i]);
      this.#hit(i, resolution.versions[i]!);
    } else {
      if (isNeeded) for (const late of needAlso(resolution, this.board, like)) this.#beginLate(late);
      const { version, lost } = joinTwin(this.#x, this.board, i);
      if (version !== undefined) this.#hit(i, version);
      if (lost !== undefined) for (const node of [i, ...lostBelow(resolution, this.board, i)]) this.#skip(node, lost);
    }
  }

  /** A node executes that was not said to before the run began. */
  #beginLate(i: number): void {
    this.#errands.begin(async () => {
      const epoch = this.board.epoch[i];
      const isStill = () => epoch === this.board.epoch[i] && this.board.stage[i] === "idle" && !this.#stopped;
      await tellExecution(this.#x, i, isStill);
      if (isStill()) this.#want(i);
    });
  }

  // ---- failing ----

  #fail(i: number, error: unknown): void {
    this.errors.set(i, error);
    this.board.stage[i] = "failed";
    const reason = recordFailure(this.#x, i, error);
    for (const node of lostBelow(this.#x.resolution, this.board, i)) this.#skip(node, reason);
    if (this.#x.options.onError === "stop") this.stop(reason);
  }

  #skip(i: number, reason: string): void {
    this.board.stage[i] = "skipped";
    recordSkip(this.#x, i, reason);
  }
}

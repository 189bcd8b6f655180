// What do both threads see at once, even while the main thread is busy? A few numbers and the answer to `input()`.
import { createBreakLock, createMainLock } from "./breakLock.ts";

const HEADER_BYTES = 64;
const INPUT_BYTES = 1 << 16;
/** Characters on their way to the sockets above which the printing thread waits. */
const BACKLOG_LIMIT = 1 << 26;

const LOCK = 0;
const INPUT = 1;
const INPUT_LENGTH = 2;
const BACKLOG = 3;
const INTERRUPT = 4;
const LOADING = 5;
const ACKNOWLEDGED = 6;
const SIGNALS = 7;

const IDLE = 0;
const ASKED = 1;
const ANSWERED = 2;
const INTERRUPTED = 3;

export function createSharedBuffer(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + INPUT_BYTES);
}

export type SharedState = ReturnType<typeof openSharedState>;

/** Gives the shared buffer its meaning; each thread opens it once. */
export function openSharedState(buffer: SharedArrayBuffer) {
  const slots = new Int32Array(buffer, 0, HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
  const answer = new Uint8Array(buffer, HEADER_BYTES);
  let noticed = 0;
  return {
    /** For the main thread, once, before the other thread starts. */
    mainLock: () => createMainLock(slots, LOCK),
    /** For the sockets' thread. */
    breakLock: () => createBreakLock(slots, LOCK),

    /** Number of the newest interrupt that the main thread has carried out. */
    get acknowledged(): number {
      return Atomics.load(slots, ACKNOWLEDGED);
    },
    set acknowledged(number: number) {
      Atomics.store(slots, ACKNOWLEDGED, number);
    },
    /** True while the engine is imported: a module that is unwound half-way can never be imported again. */
    get isLoading(): boolean {
      return Atomics.load(slots, LOADING) === 1;
    },
    set isLoading(value: boolean) {
      Atomics.store(slots, LOADING, value ? 1 : 0);
    },
    /** True from an interrupt until the main thread has taken notice: what runs then is what is to be stopped. */
    get isInterrupted(): boolean {
      return Atomics.load(slots, INTERRUPT) === 1;
    },
    set isInterrupted(value: boolean) {
      Atomics.store(slots, INTERRUPT, value ? 1 : 0);
    },

    /** Before the sockets send one. */
    addSignal(): void {
      Atomics.add(slots, SIGNALS, 1);
    },
    /** How many the sockets have sent. */
    get signals(): number {
      return Atomics.load(slots, SIGNALS);
    },
    /** Have they sent signals that nobody had noticed? They are noticed now. */
    noticeSignals(): boolean {
      const before = noticed;
      noticed = Atomics.load(slots, SIGNALS);
      return noticed !== before;
    },

    /** Counts output under way; blocks while a flood of it is larger than a front end could ever show. */
    addOutput(length: number): void {
      let backlog = Atomics.add(slots, BACKLOG, length) + length;
      if (backlog <= BACKLOG_LIMIT) return;
      while (backlog > BACKLOG_LIMIT / 2) {
        Atomics.wait(slots, BACKLOG, backlog, 1000);
        backlog = Atomics.load(slots, BACKLOG);
      }
    },
    removeOutput(length: number): void {
      Atomics.sub(slots, BACKLOG, length);
      Atomics.notify(slots, BACKLOG);
    },

    /** Blocks until the user has answered; undefined where the question was interrupted. `ask` sends it. */
    waitForInput(ask: () => void): string | undefined {
      Atomics.store(slots, INPUT, ASKED);
      ask();
      while (Atomics.load(slots, INPUT) === ASKED) Atomics.wait(slots, INPUT, ASKED);
      const state = Atomics.exchange(slots, INPUT, IDLE);
      if (state === INTERRUPTED) return undefined;
      return Buffer.from(answer.slice(0, Atomics.load(slots, INPUT_LENGTH))).toString("utf8");
    },
    answerInput(text: string): void {
      const bytes = Buffer.from(text).subarray(0, answer.length);
      answer.set(bytes);
      Atomics.store(slots, INPUT_LENGTH, bytes.length);
      Atomics.store(slots, INPUT, ANSWERED);
      Atomics.notify(slots, INPUT);
    },
    interruptInput(): void {
      if (Atomics.compareExchange(slots, INPUT, ASKED, INTERRUPTED) === ASKED) Atomics.notify(slots, INPUT);
    },
  };
}

// When may running code be stopped by force? Not in the middle of what would leave the kernel itself broken.

const MAIN = 1;
const SOCKETS = 2;
const FREE = 0;

/** The main thread's side: what it does while it holds the lock is done to its end. */
export interface MainLock {
  hold(): void;
  /** Does nothing where it is not held: V8 may have unwound the code that would have held it. */
  release(): void;
  whole<T>(work: () => T): T;
}

/** The side of the sockets' thread, which stops the main thread while it holds the lock. */
export interface BreakLock {
  /** False where the main thread does not let go within `waitMs`. */
  take(waitMs: number): boolean;
  give(): void;
}

/** Held from the beginning: a kernel that starts must not be stopped. */
export function createMainLock(slots: Int32Array, slot: number): MainLock {
  let depth = 1;
  Atomics.store(slots, slot, MAIN);
  return { hold, release, whole };

  function hold(): void {
    if (depth === 0)
      while (Atomics.compareExchange(slots, slot, FREE, MAIN) === SOCKETS) Atomics.wait(slots, slot, SOCKETS);
    depth++;
  }

  function release(): void {
    if (depth === 0 || --depth > 0) return;
    Atomics.store(slots, slot, FREE);
    Atomics.notify(slots, slot);
  }

  function whole<T>(work: () => T): T {
    hold();
    try {
      return work();
    } finally {
      release();
    }
  }
}

export function createBreakLock(slots: Int32Array, slot: number): BreakLock {
  return {
    take(waitMs) {
      if (Atomics.compareExchange(slots, slot, FREE, SOCKETS) === FREE) return true;
      if (waitMs > 0) Atomics.wait(slots, slot, MAIN, waitMs);
      return Atomics.compareExchange(slots, slot, FREE, SOCKETS) === FREE;
    },
    give() {
      Atomics.compareExchange(slots, slot, SOCKETS, FREE);
      Atomics.notify(slots, slot);
    },
  };
}

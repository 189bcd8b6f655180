// How do others know that this process still computes, while a body keeps its event loop busy? A thread of its own tells them.
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { Store } from "./beat.ts";
import { beat } from "./beat.ts";

/** Signs of life for the leases that this process holds in one store. */
export interface Heartbeat {
  /** @param fence of a lease that is held from now on */
  hold(fence: number): void;
  letGo(fence: number): void;
  /** The store is closed: its database is not opened any more. */
  close(): void;
}

export interface HeartbeatOptions {
  /** Time between two signs of life, in ms. */
  readonly beatMs: number;
}

/** Leases that one process may hold at once and be heard of; more are not lost, but taken for abandoned in time. */
const MOST_LEASES = 256;

/** Started with the first lease, ended with the process; null where it could not be started. */
let thread: Worker | null | undefined;
/** Ids of the stores for which it beats. */
const stores = new Set<number>();
let lastId = 0;

/**
 * Nothing is started before the first lease, and the thread keeps no process alive.
 *
 * @param file the store's database
 * @param storeId its id: another store that takes the file's place meanwhile is left alone
 */
export function heartbeat(file: string, storeId: string, { beatMs }: HeartbeatOptions): Heartbeat {
  const fences = new BigInt64Array(new SharedArrayBuffer(8 * MOST_LEASES));
  const id = ++lastId;
  const slotOf = new Map<number, number>();
  const free: number[] = [];
  let used = 0;

  return {
    hold(fence) {
      const slot = free.pop() ?? (used < MOST_LEASES ? used++ : undefined);
      if (slot === undefined) return;
      slotOf.set(fence, slot);
      Atomics.store(fences, slot, BigInt(fence));
      if (stores.has(id)) return;
      stores.add(id);
      thread = thread === undefined ? start() : thread;
      thread?.postMessage({ id, file, storeId, beatMs, fences } satisfies Store);
    },
    letGo(fence) {
      const slot = slotOf.get(fence);
      if (slot === undefined) return;
      slotOf.delete(fence);
      Atomics.store(fences, slot, 0n);
      free.push(slot);
    },
    close() {
      fences.fill(0n);
      if (stores.delete(id)) thread?.postMessage({ id });
    },
  };
}

function start(): Worker | null {
  const sqlite = createRequire(import.meta.url).resolve("better-sqlite3");
  // From its text, so that it is there wherever this module is: compiled, bundled, or loaded from its source.
  const text = `(${beat})(require("node:worker_threads").parentPort, () => require(${JSON.stringify(sqlite)}))`;
  try {
    // No options of the process's own: what it loads before its main module is not for this thread.
    const started = new Worker(text, { eval: true, execArgv: [], env: {}, name: "cellar-heartbeat" });
    // Without it leases expire: others compute what they need, which is wasteful and never wrong (R25).
    started.on("error", () => {
      thread = null;
    });
    started.unref();
    return started;
  } catch {
    return null; // threads may be forbidden, or too many
  }
}

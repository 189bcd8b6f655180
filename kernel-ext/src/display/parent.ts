// Whose output is this? The request whose code runs now, or that started the timer or promise that runs now.
import { AsyncLocalStorage } from "node:async_hooks";

export type Parent = ReturnType<typeof createParent>;

/** Below Node 24, AsyncLocalStorage and a terminated execution together abort the process. */
const FOLLOWS_CALLBACKS = Number(process.versions.node.split(".")[0]) >= 24;

export function createParent() {
  const storage = FOLLOWS_CALLBACKS ? new AsyncLocalStorage<number>() : undefined;
  let latest = 0;
  return {
    /** Number of the request or comm message; 0 before the first. */
    get current(): number {
      return storage?.getStore() ?? latest;
    },
    /** Runs `work` as part of a cell, to which later output of unknown origin belongs too. */
    runCell<T>(id: number, work: () => T): T {
      latest = id;
      return storage ? storage.run(id, work) : work();
    },
    /** Runs `work` for a message that comes while a cell may be running. */
    runAside<T>(id: number, work: () => T): T {
      if (storage) return storage.run(id, work);
      const before = latest;
      latest = id;
      try {
        return work();
      } finally {
        latest = before || id;
      }
    },
  };
}

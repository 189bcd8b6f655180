// How many bodies may run at once? One limit for a run, and for what it runs item by item.

export interface Slots {
  readonly isFree: boolean;
  take(): void;
  give(): void;
  /** @param proceed called when a slot is free again; the returned function ends that */
  listen(proceed: () => void): () => void;
}

export function makeSlots(most: number): Slots {
  const listeners = new Set<() => void>();
  let taken = 0;
  return {
    get isFree() {
      return taken < most;
    },
    take() {
      taken++;
    },
    give() {
      if (taken-- < most) return;
      // Whoever gives it back comes first: what its body came to may end the run.
      queueMicrotask(() => {
        for (const proceed of [...listeners]) proceed();
      });
    },
    listen(proceed) {
      listeners.add(proceed);
      return () => listeners.delete(proceed);
    },
  };
}

/** Takes one as soon as one is free. */
export async function takeWhenFree(slots: Slots): Promise<void> {
  while (!slots.isFree) {
    await new Promise<void>((resolve) => {
      const end = slots.listen(() => {
        end();
        resolve();
      });
    });
  }
  slots.take();
}

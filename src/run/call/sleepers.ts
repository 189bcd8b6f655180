// Who pauses for a while, and is woken at once when nobody waits any more?

export interface Sleepers {
  /** @param ms at most */
  sleep(ms: number): Promise<void>;
  wakeAll(): void;
}

export function makeSleepers(): Sleepers {
  const sleepers = new Set<() => void>();
  return {
    sleep(ms) {
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          sleepers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        sleepers.add(wake);
      });
    },
    wakeAll() {
      for (const wake of [...sleepers]) wake();
    },
  };
}

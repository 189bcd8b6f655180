// When is what was marked swept, if nobody collects again? After the grace, again while runs live, and at the next opening.
import { GRACE_MS, type Swept } from "./sweepMarked.ts";

/** Calls the work after that many ms, unless it is stopped; never keeps a process alive. */
export type Later = (work: () => void, ms: number) => { stop(): void };

export interface SweepLater {
  /** To be called after something was marked. */
  begin(): void;
  /** To be called before the stores are closed; what is not swept by then is swept at the next opening. */
  stop(): void;
}

/**
 * @param sweep what deletes what is due; its failure is the store's, and told by whoever uses it next
 */
export function sweepLater(later: Later, sweep: () => Promise<Swept>): SweepLater {
  let waiting: { stop(): void } | undefined;
  let isStopped = false;
  function begin(): void {
    if (waiting !== undefined || isStopped) return;
    waiting = later(() => {
      waiting = undefined;
      void goOn();
    }, GRACE_MS + 1);
  }
  async function goOn(): Promise<void> {
    if (isStopped) return;
    try {
      if ((await sweep()).left > 0) begin();
    } catch {
      // A store that fails now fails whoever uses it next, and the next opening sweeps.
    }
  }
  return {
    begin,
    stop() {
      isStopped = true;
      waiting?.stop();
      waiting = undefined;
    },
  };
}

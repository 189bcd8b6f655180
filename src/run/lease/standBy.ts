// What does a node do while another process computes its key? It waits until the value is there, or it is its own turn (R25).
import type { Digest, Entry, Lease } from "../../contracts.ts";
import { JOINED_NOTE } from "../../cues/notes.ts";
import { NOTHING, type Outcome, type Waits } from "../board/outcome.ts";
import { makeSleepers } from "../call/sleepers.ts";
import type { ExecutionParts } from "../executionParts.ts";
import type { Terms } from "./begin.ts";
import { silence } from "./silence.ts";

export interface StandBy {
  /** What the node asks for now, after what it has seen. */
  termsOf(i: number): Terms;
  wait(i: number, lease: Lease, key: Digest, isStale: () => boolean): Waits;
  /** The value that another process has computed, or this run for another node. */
  joined(i: number, entry: Entry): Outcome;
  /** Nobody waits any more. */
  end(): void;
}

/** The first look comes soon: most computations are short. */
const FIRST_POLL_MS = 5;
const NO_TERMS: Terms = {};

export function makeStandBy({ closure, recorder, journal, parts }: ExecutionParts): StandBy {
  const { metadata, clock } = parts;
  const terms = new Map<number, Terms>();
  const sleepers = makeSleepers();
  let hasEnded = false;

  async function outcomeOf(i: number, lease: Lease, key: Digest, isStale: () => boolean): Promise<Outcome> {
    const { pollMs, expiryMs } = parts.leases!;
    const isSilent = silence(lease, clock.elapsed(), { expiryMs, mostGapMs: 2 * pollMs });
    // The run may not write anything else for long, and others look at its journal.
    await metadata.addEvents(journal.take());
    for (let pauseMs = Math.min(FIRST_POLL_MS, pollMs); ; pauseMs = Math.min(pauseMs * 1.5, pollMs)) {
      if (!hasEnded) await sleepers.sleep(pauseMs);
      if (hasEnded || isStale()) return NOTHING;
      const watching = metadata.watchLease(key, lease.fence);
      const state = watching instanceof Promise ? await watching : watching;
      if (state.what === "stored") return joined(i, state.entry);
      // One that failed may fail for everybody: nobody waits for a second one in vain.
      if (state.what === "ended") terms.set(i, { isImpatient: true });
      if (state.what !== "held" || state.lease.fence !== lease.fence) return NOTHING;
      if (isSilent(state.lease, clock.elapsed())) {
        terms.set(i, { silent: state.lease });
        return NOTHING;
      }
    }
  }

  function joined(i: number, entry: Entry): Outcome {
    // Two lists of one run may have the same item.
    if (entry.runId === recorder.runId) return { what: "joined", entry };
    const reason = `\`${closure.nodes[i]!.name}\` was computed by another process meanwhile`;
    recorder.departed.push({ node: i, reason });
    return { what: "joined", entry, note: JOINED_NOTE };
  }

  return {
    termsOf: (i) => terms.get(i) ?? NO_TERMS,
    wait(i, lease, key, isStale) {
      const waits = `waits for process ${lease.pid} on ${lease.host}`;
      journal.change(i, { status: "w", key, detail: { waits } });
      return { what: "waits", until: outcomeOf(i, lease, key, isStale) };
    },
    joined,
    end() {
      hasEnded = true;
      sleepers.wakeAll();
    },
  };
}

// Has the owner of a lease been silent for too long?
import type { Lease } from "../../contracts.ts";

type Beat = Pick<Lease, "fence" | "beatAt">;

/**
 * Measures silence with the clock of whoever listens, which never goes back: clocks of two machines differ, and a clock
 * may be set. A gap between two looks, as of a process or a machine that was stopped, counts as a short one: its owner
 * was stopped too, maybe, and is heard again at the next look.
 *
 * @param at ms of a clock that never goes back
 * @returns takes the lease as it is now; true once it has been silent for `expiryMs`
 */
export function silence(
  first: Beat,
  at: number,
  { expiryMs, mostGapMs }: { readonly expiryMs: number; readonly mostGapMs: number },
): (now: Beat, at: number) => boolean {
  let heard = first;
  let lookedAt = at;
  let silentMs = 0;
  return (now, at) => {
    if (now.fence === heard.fence && now.beatAt === heard.beatAt) silentMs += Math.min(at - lookedAt, mostGapMs);
    else silentMs = 0;
    heard = now;
    lookedAt = at;
    return silentMs >= expiryMs;
  };
}

// What stays, and for how long? The part of `dr.cache` that decides it.
import { type Acceptance, acceptancesIn } from "../keep/accept.ts";
import { applyGarbage, type Collection } from "../keep/applyGarbage.ts";
import { deleteAll } from "../keep/deleteAll.ts";
import { type FoundGarbage, findGarbage } from "../keep/garbagePlan.ts";
import type { GarbageRule } from "../keep/garbageRule.ts";
import type { KeepParts } from "../keep/keepParts.ts";
import { makePins, type Pins } from "../keep/pins.ts";
import { type Later, sweepLater } from "../keep/sweepLater.ts";
import { sweepMarked } from "../keep/sweepMarked.ts";
import { type GarbagePlan, viewOfGarbage } from "./told/garbageView.ts";
import { viewOfAcceptance } from "./told/verificationView.ts";

export interface KeepFace<Name extends string = string> extends Pins<Name> {
  /**
   * What of the whole cache would go by this rule, and what it would cost to have it again. `apply()` lets it go, safely
   * beside runs of this and of other processes; a node whose value went hits as long as nobody reads it, and executes then.
   *
   * @throws CellarError `bad-option`, `store`
   */
  collectGarbage(rule: GarbageRule): Promise<GarbagePlan>;
  /**
   * Deletes every result, every run that has ended, and all pins. Drivers go on with the empty cache; runs that are under
   * way end as they would have.
   *
   * @throws CellarError `store`
   */
  deleteAll(): Promise<void>;
  /** Values that were accepted under other code and still stand, oldest first; each can be undone. */
  acceptances(): Promise<readonly Acceptance[]>;
}

interface KeepFaceParts {
  readonly nodes: readonly string[];
  readonly partsNow: () => Promise<KeepParts>;
  /** What it is given is awaited before the cache is given back. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** Called once the cache is empty. */
  readonly emptied: () => void;
}

/** `stop` ends what waits to be swept; to be called before the cache is closed. */
export function makeKeepFace({ nodes, partsNow, during, emptied }: KeepFaceParts): { face: KeepFace; stop(): void } {
  const sweepers = new Map<KeepParts["metadata"], ReturnType<typeof sweepLater>>();

  function sweepSoon({ metadata, results, sharesDatabase, clock }: KeepParts): void {
    const parts = { metadata, results, sharesDatabase, clock };
    const sweeper = sweepers.get(metadata) ?? sweepLater(later, () => sweepMarked(parts));
    sweepers.set(metadata, sweeper);
    sweeper.begin();
  }

  async function apply(found: FoundGarbage, rule: GarbageRule): Promise<Collection> {
    const parts = await partsNow();
    const collection = await applyGarbage(found, rule, parts);
    if (collection.swept.left > 0) sweepSoon(parts);
    return collection;
  }

  const face: KeepFace = {
    async collectGarbage(rule) {
      const found = await findGarbage(rule, await partsNow());
      return viewOfGarbage(found, () => during(apply(found, rule)));
    },
    async deleteAll() {
      await during(partsNow().then(deleteAll));
      emptied();
    },
    async acceptances() {
      const { metadata, clock } = await partsNow();
      return (await acceptancesIn(metadata, clock.now)).map(viewOfAcceptance);
    },
    ...makePins(async () => (await partsNow()).metadata, nodes),
  };
  return {
    face,
    stop: () => {
      for (const sweeper of sweepers.values()) sweeper.stop();
    },
  };
}

const later: Later = (work, ms) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return { stop: () => clearTimeout(timer) };
};

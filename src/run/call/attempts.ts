// How often is a body called until it succeeds? Each attempt gets the values as they were (R20), and its own time.
import type { WorkPlace } from "../../contracts.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { NOTHING, type Outcome } from "../board/outcome.ts";
import type { ExecutionParts } from "../executionParts.ts";
import type { Lender, Lent } from "../lend/lender.ts";
import type { Loan } from "../lend/lending.ts";
import { errorLine } from "../record/nodeError.ts";
import { close, type Ear, forget, listen, listenerOf, open, speakers } from "../replay/listening.ts";
import type { Printed } from "../replay/printed.ts";
import { limitsOf, pauseAfter } from "./attemptRule.ts";
import { callBody } from "./callBody.ts";
import { makeSleepers } from "./sleepers.ts";
import { isAtWork, isThenable } from "./within.ts";

/** What the last attempt gave. */
export interface Returned {
  readonly value: unknown;
  readonly loans: readonly Loan[];
  /** Of that attempt alone, in ms. */
  readonly durationMs: number;
  readonly place: WorkPlace;
  /** What that attempt printed, where it is kept. */
  readonly printed: Printed | undefined;
}

/** It came to no value: what that means for the node, and what the store is told. */
export interface Ended {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly said: string;
}

export interface Attempts {
  /**
   * Calls the body, again as long as its rule says.
   *
   * @param lent to the first attempt
   * @param returned called in the same step in which the value is there, so that no other body runs in between (R20a)
   */
  make<T>(
    i: number,
    node: FunctionNode,
    lent: Lent,
    isStale: () => boolean,
    returned: (returned: Returned) => Promise<T>,
    ended: (ended: Ended) => Promise<T>,
  ): Promise<T>;
  /** Nobody waits for a further attempt. */
  end(): void;
}

/** So many failures are told, the latest. */
const MOST_TOLD = 10;
const MOST_LETTERS = 200;

export function makeAttempts(x: ExecutionParts, lender: Lender): Attempts {
  const { asked, journal, parts, options } = x;
  const { clock, executor } = parts;
  const calling = options.previews ? parts : { ...parts, hides: true };
  /** By node; they last where the node has to ask for its values once more. */
  const failures = new Map<number, string[]>();
  const sleepers = makeSleepers();
  let hasEnded = false;

  /** @returns the pause before the next attempt, in ms; undefined where there is none */
  function noteFailure(i: number, node: FunctionNode, error: unknown, said: string): number | undefined {
    if (hasEnded) return undefined;
    const earlier = failures.get(i) ?? [];
    const attempts = earlier.length + 1;
    const pauseMs = pauseAfter(error, attempts, limitsOf(node, options.limits).retry, Math.random());
    if (pauseMs === undefined) return undefined;
    earlier.push(said.length > MOST_LETTERS ? `${said.slice(0, MOST_LETTERS - 1)}…` : said);
    failures.set(i, earlier);
    const detail = { attempts: attempts + 1, failures: earlier.slice(-MOST_TOLD) };
    journal.change(i, { status: "r", detail });
    return pauseMs;
  }

  const listening = new Set<Ear>();
  /** Of the bodies within which this run was started. */
  const outer = parts.replay === undefined ? [] : speakers();

  /** @param ear hears what the body prints, where it is kept */
  async function attempt<T>(
    ear: Ear | undefined,
    i: number,
    node: FunctionNode,
    lent: Lent,
    isStale: () => boolean,
    returned: (returned: Returned) => Promise<T>,
    ended: (ended: Ended) => Promise<T>,
  ): Promise<T> {
    let { values, loans } = lent;
    for (;;) {
      const begunAt = clock.elapsed();
      let place: WorkPlace = { on: executor.name };
      let value: unknown;
      try {
        const told = (at: WorkPlace): void => {
          place = at;
        };
        if (ear !== undefined) open(ear);
        const given = callBody(node, values, calling, options.signal, options.limits, told, ear && listenerOf(ear));
        // What is there at once is looked at at once: no other body may run in between (R20a).
        value = isThenable(given) ? await given : given;
      } catch (error) {
        close(ear);
        const durationMs = clock.elapsed() - begunAt;
        const spoiled = lender.takeBack(i, node, loans);
        if (isAtWork(error)) await lender.forsake(loans);
        const said = asked.redact(errorLine(error));
        // What it threw may be the harm that another body has done: on copies of its own it will show.
        if (spoiled.length > 0 && lender.refusal(node, spoiled) === undefined)
          return ended({ outcome: { what: "again", spoiled }, durationMs, said });
        // Where it was decided again, another attempt is no longer its business.
        const pauseMs = isStale() ? undefined : noteFailure(i, node, error, said);
        if (pauseMs === undefined) return ended({ outcome: { what: "failed", error, spoiled }, durationMs, said });
        await parts.metadata.addEvents(journal.take());
        await sleepers.sleep(pauseMs);
        if (hasEnded) return ended({ outcome: { what: "failed", error, spoiled: [] }, durationMs, said });
        const again = isStale() ? undefined : await lender.lend(i, node);
        // One of its values is not there any more: it asks for it, and goes on counting.
        if (again === undefined) return ended({ outcome: NOTHING, durationMs, said });
        ({ values, loans } = again);
        continue;
      }
      const printed = ear?.printed;
      close(ear);
      return returned({ value, loans, durationMs: clock.elapsed() - begunAt, place, printed });
    }
  }

  return {
    make(i, node, lent, isStale, returned, ended) {
      if (parts.replay === undefined) return attempt(undefined, i, node, lent, isStale, returned, ended);
      return listen(parts.replay.follows, outer, (ear) => {
        listening.add(ear);
        return attempt(ear, i, node, lent, isStale, returned, ended).finally(() => listening.delete(ear));
      });
    },
    end() {
      hasEnded = true;
      forget(listening);
      sleepers.wakeAll();
    },
  };
}

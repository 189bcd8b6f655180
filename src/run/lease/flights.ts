// Is this key being computed already in this process? Then one computation serves all who ask (R25).
import type { Digest, Entry } from "../../contracts.ts";

/** What a flight ends with; `undefined` where its value was not stored, so that others compute it themselves. */
export type Landing = Entry | undefined;

/** A computation under way; the first of these calls ends it. */
export interface Flight {
  land(entry: Landing): void;
  crash(error: unknown): void;
}

export interface Flights {
  /** The computation under way, to be joined. */
  joinable(key: Digest): Promise<Landing> | undefined;
  /** Announces a computation. */
  depart(key: Digest): Flight;
}

export function makeFlights(): Flights {
  const underWay = new Map<Digest, Promise<Landing>>();
  return {
    joinable: (key) => underWay.get(key),
    depart(key) {
      const { promise, resolve, reject } = withResolvers<Landing>();
      promise.catch(() => {}); // nobody may be waiting; those who are get the error from their own await
      underWay.set(key, promise);
      const end = () => {
        if (underWay.get(key) === promise) underWay.delete(key);
      };
      return {
        land(entry) {
          end();
          resolve(entry);
        },
        crash(error) {
          end();
          reject(error);
        },
      };
    },
  };
}

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

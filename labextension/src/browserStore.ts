// Where in the browser are runs kept? In a database of this extension's own.
import { createStore, delMany, getMany, setMany, update } from "idb-keyval";
import type { KeyStore } from "./keptRuns.ts";

/**
 * A browser may refuse: a private window, no room left, storage forbidden. Then nothing is found and nothing is kept,
 * and the runs that come from the kernel and the notebook are shown all the same.
 */
export function browserStore(): KeyStore {
  const store = createStore("jupyterlab-cellar", "runs");
  return {
    getMany: (keys) => getMany(keys, store).catch(orRefused(keys.map(() => undefined))),
    setMany: (entries) => setMany(entries, store).catch(orRefused(undefined)),
    delMany: (keys) => delMany(keys, store).catch(orRefused(undefined)),
    update: (key, change) => update(key, change, store).catch(orRefused(undefined)),
  };
}

/** Every refusal of a database is a DOMException; anything else is a mistake of ours and stays one. */
function orRefused<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof DOMException || error instanceof ReferenceError) return instead;
    throw error;
  };
}

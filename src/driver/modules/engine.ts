// What does a module get that imports `cellar`? The engine that loads it: there is one in a process.

/** Its own package by name, as Node resolves it from within: whatever it exports imports this file in turn. */
export const ENGINE = "cellar";

let loaded: object | undefined;

/** Nothing to wait for where it is here already. */
export function loadEngine(): void | Promise<void> {
  if (loaded !== undefined) return;
  return import(ENGINE).then((entry: object) => {
    loaded = entry;
  });
}

/** @throws Error before `loadEngine` has ended */
export function theEngine(): object {
  if (loaded === undefined) throw new Error("the engine is not loaded yet");
  return loaded;
}

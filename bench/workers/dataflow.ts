// Nodes that compute for long and read nothing of each other: only the number of threads can make them faster.

/** Counts by a loop that no optimiser takes away. */
function work(seed: number, from: number): number {
  let state = (seed + from) | 0;
  for (let at = 0; at < 100_000_000; at++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return state;
}

export const w0 = (seed: number): number => work(seed, 0);
export const w1 = (seed: number): number => work(seed, 1);
export const w2 = (seed: number): number => work(seed, 2);
export const w3 = (seed: number): number => work(seed, 3);
export const w4 = (seed: number): number => work(seed, 4);
export const w5 = (seed: number): number => work(seed, 5);
export const w6 = (seed: number): number => work(seed, 6);
export const w7 = (seed: number): number => work(seed, 7);

// How many runs are there, in words?

/** `1 run`, `7 runs` */
export function countRuns(count: number): string {
  return `${count} ${count === 1 ? "run" : "runs"}`;
}

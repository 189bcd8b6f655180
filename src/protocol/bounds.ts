// How large may a record from an unknown notebook be?

/** Limits that the guards enforce: generous for a real run, harmless for a hostile one. */
export const BOUNDS = {
  nodes: 50_000,
  edges: 400_000,
  modules: 50_000,
  graphs: 1_000,
  runs: 5_000,
  /** Longer texts are cut, with a "…". */
  text: 10_000,
  cues: 100,
  hops: 100,
  failures: 100,
  tags: 100,
  departed: 1_000,
  warnings: 100,
  shape: 32,
  columns: 200,
  rows: 200,
} as const;

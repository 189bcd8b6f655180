// What does a user's editor say? Checked by the compiler alone: `tsc -p test`; nothing here runs.
import {
  Builder,
  cache,
  checkOutput,
  type Driver,
  dataLoader,
  dataSaver,
  extractColumns,
  extractFields,
  type Findings,
  inject,
  type Module,
  oneOf,
  parameterize,
  pipeInput,
  pipeOutput,
  retry,
  secret,
  source,
  step,
  subdag,
  tag,
  timeout,
  when,
} from "../../src/index.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(..._: Same<A, B> extends true ? [] : [expected: B, got: A]): void;

declare const basics: Module<
  {
    rates: { Canada: number };
    rows(cutoff: string): { amount: number }[];
    total(rows: { amount: number }[]): Promise<number>;
    each(rows: { amount: number }[]): Generator<string>;
    later(rows: { amount: number }[]): AsyncGenerator<Date>;
  },
  { cutoff: string; rows: { amount: number }[] }
>;
declare const more: Module<{ mean(total: number, weight: number): number }, { total: number; weight: number }>;
declare const again: Module<{ total(rows: object): string }, { rows: object }>;

const dr = new Builder()
  .withModules(basics, more)
  .withCache({ recompute: ["total"], formats: { rows: "csv", total: "a-format-of-mine" } })
  .build();

export async function results(): Promise<void> {
  const values = await dr.execute(["total", "rows", "mean"], { inputs: { cutoff: "2024-09-01", weight: 2 } });
  same<typeof values, { total: number; rows: { amount: number }[]; mean: number }>();
  const lists = await dr.execute(["each", "later"]);
  same<typeof lists, { each: string[]; later: Date[] }>();
  const names: string[] = ["total"];
  const loose = await dr.execute(names);
  same<typeof loose, Record<string, unknown>>();
  const wins = await new Builder().withModules(basics, again).allowModuleOverrides().build().execute(["total"]);
  same<typeof wins, { total: string }>();
  // @ts-expect-error a name that is not asked for is not in the result
  values.each;
}

export function given(): void {
  dr.execute(["total"], { overrides: { rows: [{ amount: 1 }] } });
  dr.plan(["total"], { overrides: { rows: secret([{ amount: 1 }]) }, inputs: { cutoff: secret("2024") } });
  new Builder().withModules(basics).withConfig({ cutoff: "2024", region: 1 }).build().execute(["total"]);
  // @ts-expect-error an override of another type
  dr.execute(["total"], { overrides: { rows: 5 } });
  // @ts-expect-error a secret of another type
  dr.execute(["total"], { overrides: { rows: secret(5) } });
  // @ts-expect-error an override of no node
  dr.execute(["total"], { overrides: { row: [] } });
}

export function refused(): void {
  dr.execute(
    // @ts-expect-error an unknown node, told where it is named
    ["total", "totl"],
    { inputs: { cutoff: "2024" } },
  );
  dr.execute(["total"], {
    inputs: {
      weight: 1,
      // @ts-expect-error an input of another type, told where it is given
      cutoff: 5,
    },
  });
  const made: string[] = ["total"];
  // @ts-expect-error an input of another type, also where the names are made at run time
  dr.execute(made, { inputs: { cutoff: 5 } });
  // @ts-expect-error an unknown node
  dr.execute(["totl"]);
  // @ts-expect-error a constant
  dr.execute(["total", "rates"]);
  // @ts-expect-error an input of another type
  dr.execute(["total"], { inputs: { cutoff: 5 } });
  // @ts-expect-error an unknown node to plan
  dr.plan(["totl"]);
  // @ts-expect-error an unknown node to explain
  dr.explain("totl");
  // @ts-expect-error a constant is no node
  dr.explain("rates");
  dr.accept("total", { inputs: { cutoff: "x" }, note: "why" });
  // @ts-expect-error an unknown node to accept
  dr.accept("totl");
  dr.verify({ names: ["total"], sample: 0.1, inputs: { weight: 1 } });
  // @ts-expect-error an unknown node to verify
  dr.verify({ names: ["totl"] });
  // @ts-expect-error an input of another type to verify with
  dr.verify({ inputs: { cutoff: 5 } });
  dr.cache.pin({ node: "total" }, "why");
  // @ts-expect-error an unknown node to pin
  dr.cache.pin({ node: "totl" });
  // @ts-expect-error an unknown rule
  dr.cache.collectGarbage({ olderThan: 5 });
  // @ts-expect-error an unknown node to recompute in a run
  dr.execute(["total"], { recompute: ["totl"] });
  // @ts-expect-error an unknown node to recompute in every run
  new Builder().withModules(basics).withCache({ recompute: ["mean"] });
  // @ts-expect-error a node of no module given before
  new Builder().withModules(basics).withCache({ formats: { mean: "csv" } });
  // @ts-expect-error an unknown option
  new Builder().withModules(basics).withCache({ ttl: 5 });
  // @ts-expect-error a mode that does not exist
  new Builder().withModules(basics).withCache({ codeVersion: "text" });
}

export async function asked(): Promise<void> {
  dr.whatIsUpstreamOf("total", "cutoff");
  dr.whatIsThePathBetween("cutoff", "mean");
  dr.validateExecution(["total"], { inputs: { cutoff: "2024" } });
  // @ts-expect-error neither a node nor an input
  dr.whatIsDownstreamOf("totl");
  // @ts-expect-error an unknown node to draw
  dr.visualizeExecution(["totl"]);
  // @ts-expect-error an input of another type
  dr.exportExecution(["total"], { inputs: { cutoff: 5 } });
  const total = await dr.cache.get("total");
  same<typeof total, number>();
  const made = await dr.cache.get("total", dr.cache.lastRunId);
  same<typeof made, number>();
  // @ts-expect-error an unknown node
  dr.cache.get("totl");
  const { total: versions } = await dr.cache.versions();
  same<NonNullable<typeof versions>["behavior"], string>();
  dr.explain("total", { inputs: { weight: 2 } });
  // @ts-expect-error an input of another type
  dr.explain("total", { inputs: { weight: "2" } });
  const { rows } = await dr.plan(["total"]);
  same<(typeof rows)[number]["name"], "rows" | "total" | "each" | "later" | "mean" | "cutoff" | "weight">();
}

declare const mixed: Module<{ node(): number; wrapped(a: number): number; rate: number }, {}, "node">;
declare const none: Module<{ wrapped(a: number): number }, {}, never>;

export function nodes(...any: Module<object, object>[]): void {
  // What the analyser does not call a node is none, though it is a function.
  const few = new Builder().withModules(mixed, none).build();
  few.execute(["node"]);
  // @ts-expect-error a function that is no node
  few.execute(["wrapped"]);
  same<number, ReturnType<typeof mixed.wrapped>>();
  nodes(...any, mixed, none, basics);
}

export function inputs(): void {
  type Inputs = typeof dr extends Driver<infer _N, infer I> ? I : never;
  // What a node provides is no input.
  same<Inputs, { cutoff: string; weight: number }>();
}

// What modifiers make of functions.
const made = {
  rows: cache(
    { behavior: "recompute" },
    dataLoader((path: string): [number[], { path: string }] => [[1], { path }]),
  ),
  stats: extractFields(["mean", "most"], (rows: number[]) => ({ mean: rows.length / 2, most: "a" })),
  table: extractColumns(["city"], () => [{ city: "Rome", size: 1 }]),
  scaled: parameterize({ low: { rate: 0.1 }, high: { rate: source("most") } }, (rate: number) => rate > 1),
  shifted: inject({ by: 1 }, (rows: number[], by: number) => rows.length + by),
  saved: tag(
    { owner: "me" },
    dataSaver(async (rows: number[]) => ({ count: rows.length })),
  ),
  never: (): never => {
    throw new Error();
  },
};

const chosen = {
  price: oneOf(
    when({ mode: "fast" }, (rate: number) => rate),
    when({ mode: { not: ["slow", 2] } }, async (rate: number, scale: number) => String(rate * scale)),
    function* () {
      yield true;
    },
  ),
  stats: oneOf(
    when(
      { deep: true },
      extractFields(["mean"], (rows: number[]) => ({ mean: rows.length })),
    ),
    extractFields(["mean", "most"], () => ({ mean: "none", most: null })),
    () => 5,
  ),
  rows: when(
    { region: ["us", "eu"] },
    dataLoader((path: string): [number[], { path: string }] => [[1], { path }]),
  ),
};

export async function variants(): Promise<void> {
  const dr = new Builder()
    .withModules(chosen as Module<typeof chosen, { path: string }>)
    .withConfig({ mode: "fast" })
    .withCache({ recompute: ["price", "rows.loader"] })
    .build();
  const values = await dr.execute(["price", "stats", "mean", "most", "rows", "rows.loader"]);
  same<
    typeof values,
    {
      price: number | string | boolean[];
      stats: { mean: number } | { mean: string; most: null } | number;
      mean: number | string;
      most: null;
      rows: number[];
      "rows.loader": [number[], { path: string }];
    }
  >();
  // @ts-expect-error a condition that is no value
  when({ mode: () => 1 }, () => 1);
  // @ts-expect-error a word that does not exist
  when({ mode: { nto: 1 } }, () => 1);
  // @ts-expect-error a variant that is no function
  oneOf(5);
  // @ts-expect-error a node of no variant
  dr.execute(["median"]);
}

export async function modified(): Promise<void> {
  const dr = new Builder()
    .withModules(made as Module<typeof made, { path: string }>)
    .withCache({ recompute: ["rows.loader", "mean"], disable: ["low"], defaultBehavior: "default" })
    .build();
  const values = await dr.execute(
    ["rows.loader", "rows", "stats", "mean", "most", "city", "low", "high", "shifted", "saved", "never"],
    { inputs: { path: "data.csv" } },
  );
  same<
    typeof values,
    {
      "rows.loader": [number[], { path: string }];
      rows: number[];
      stats: { mean: number; most: string };
      mean: number;
      most: string;
      city: string[];
      low: boolean;
      high: boolean;
      shifted: number;
      saved: { count: number };
      never: never;
    }
  >();
  same<ReturnType<typeof made.rows>, Promise<number[]>>();
  same<Parameters<typeof made.rows>, [path: string]>();
  made.shifted([1], 2);
  // @ts-expect-error a function of cases is no node itself
  dr.execute(["scaled"]);
  // @ts-expect-error a field that the value does not have
  extractFields(["median"], () => ({ mean: 1 }));
  // @ts-expect-error an unknown behavior
  cache({ behavior: "recompte" }, () => 1);
  // @ts-expect-error a loader gives a pair
  dataLoader(() => 5);
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
const text = async (value: number): Promise<string> => String(value);
const letters = function* (value: string) {
  yield* value;
};
const piped = {
  price: pipeOutput(
    [step(round, { digits: 2 }), step(text).named("told").when({ mode: "text" })],
    (base: number) => base,
  ),
  tail: pipeOutput(
    [step(text), step(letters)],
    checkOutput({ range: [0, 1], custom: (value) => value > 0 }, () => 1),
  ),
  rows: pipeInput(
    { raw: [step(text).named("told"), step(letters)], other: [step(round)] },
    dataLoader((raw: string[], other: number): [number, { from: string }] => [other, { from: raw.join() }]),
  ),
  cases: parameterize(
    { low: { x: 1 }, high: { x: 2 } },
    pipeOutput([step(text)], (x: number) => x),
  ),
  twice: checkOutput(
    { type: "integer" },
    checkOutput({ nulls: "none", importance: "warn" }, () => [1]),
  ),
  either: oneOf(
    when(
      { a: 1 },
      pipeOutput([step(round)], () => 1),
    ),
    () => "none",
  ),
};

export async function pipes(): Promise<void> {
  const dr = new Builder()
    .withModules(piped as Module<typeof piped, { base: number; raw: string; other: number }>)
    .withCache({ recompute: ["price.raw", "rows.raw.told"], disable: ["twice.check2"] })
    .build();
  const values = await dr.execute([
    ...([
      "price",
      "price.raw",
      "price.step1",
      "price.told",
      "tail",
      "tail.unchecked",
      "tail.check",
      "tail.raw",
    ] as const),
    ...(["rows", "rows.loader", "rows.raw.told", "rows.raw.step2", "rows.other.step1"] as const),
    ...(["low", "low.raw", "high.step1", "twice", "twice.check", "twice.check2", "either", "either.step1"] as const),
  ]);
  same<
    typeof values,
    {
      price: number | string;
      "price.raw": number;
      "price.step1": number;
      "price.told": string;
      tail: string[];
      "tail.unchecked": number;
      "tail.check": Findings;
      "tail.raw": number;
      rows: number;
      "rows.loader": [number, { from: string }];
      "rows.raw.told": string;
      "rows.raw.step2": string[];
      "rows.other.step1": number;
      low: string;
      "low.raw": number;
      "high.step1": string;
      twice: number[];
      "twice.check": Findings;
      "twice.check2": Findings;
      either: number | string;
      "either.step1": number;
    }
  >();
  same<Parameters<typeof piped.price>, [base: number]>();
  // @ts-expect-error a step that is not there
  dr.execute(["price.step2"]);
  // @ts-expect-error a function of cases has no steps itself
  dr.execute(["cases.raw"]);
  // @ts-expect-error only a piped parameter has steps
  dr.execute(["rows.step1"]);
  // @ts-expect-error a step that does not take what is there before it
  pipeOutput([step(text), step(round)], () => 1);
  // @ts-expect-error a step that does not take what the function gives
  pipeOutput([step(round)], () => "1");
  // @ts-expect-error a rule that does not exist
  checkOutput({ rang: [0, 1] }, () => 1);
  // @ts-expect-error a type that does not exist
  checkOutput({ type: "numbr" }, () => 1);
  // @ts-expect-error a check of another value
  checkOutput({ custom: (value: string) => value === "" }, () => 1);
}
// ---- subdag: the nodes of modules below a name, typed as deep as one level -------------------------------------------

declare const rates: { rate(year: number): number };
const regions = {
  north: subdag({ modules: [basics, rates], inputs: { cutoff: "2024" } }, (total: number) => String(total)),
  south: cache(
    { behavior: "recompute" },
    subdag({ modules: [rates] }, (rate: number) => rate > 1),
  ),
  plain: retry(
    { times: 3 },
    timeout(500, (north: string) => north.length),
  ),
};
const parts = new Builder().withModules(regions).build();
const {
  north,
  "north.total": inner,
  "north.rate": rate,
  "south.rate": other,
  south,
} = await parts.execute(["north", "north.total", "north.rate", "south.rate", "south"]);
same<string, typeof north>();
same<number, typeof inner>();
same<number, typeof rate>();
same<number, typeof other>();
same<boolean, typeof south>();
same<number, Awaited<ReturnType<typeof parts.execute<"plain">>>["plain"]>();
// @ts-expect-error south has no module with that node
await parts.execute(["south.total"]);
// @ts-expect-error a value is no list of modules
subdag({ modules: basics }, (total: number) => total);
// @ts-expect-error no such option
retry({ tims: 3 }, () => 1);
// @ts-expect-error time is a number of ms
timeout("5 s", () => 1);

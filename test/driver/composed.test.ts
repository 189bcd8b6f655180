// Does a modifier mean around another one what it means by itself?
import { describe, expect, it } from "vitest";
import { Builder } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { notebook } from "./notebook.ts";

const nb = notebook();
const HEAD = `import { checkOutput, collect, dataLoader, extractFields, inject, parallelizable, parameterize, pipeInput, pipeOutput, source, step, subdag } from "cellar";
const negated = (x: number): number => -x;
const sum = (all: number[]): number => all.reduce((a, b) => a + b, 0);
const twice = (all: number[]): Set<number> => new Set([...all, 9]);
`;

/** Runs twice, compares with a run without a cache, and checks that the plans were kept. */
async function kept(text: string, names: readonly string[], asking = {}) {
  const ran = await keptBy(nb.driver(HEAD + text), names, asking);
  const plain = new Builder().withModules(nb.cell(HEAD + text)).build();
  expect(ran.values).toEqual(await plain.execute(names, asking));
  const again = await keptBy(nb.driver(HEAD + text), names, asking);
  expect([again.values, new Set(Object.values(again.words))]).toEqual([
    ran.values,
    new Set(Object.keys(asking).length === 0 ? ["hit"] : ["hit", "given"]),
  ]);
  return ran;
}

describe("around a list, and around what collects", () => {
  const EACH = "export const more = (item: number): number => item + 1;\n";
  const ALL = "export const all = collect({}, (more: number[]) => more);\n";
  const asking = { inputs: { list: [1, 2] } };

  it("parallelizable takes what steps or a check let through, whatever can be iterated", async () => {
    const steps = "export const item = parallelizable(pipeOutput([step(twice)], (list: number[]) => list));\n";
    expect((await kept(steps + EACH + ALL, ["all"], asking)).values).toEqual({ all: [2, 3, 10] });
    const check =
      'export const item = parallelizable(checkOutput({ type: "Set" }, (list: number[]) => new Set(list)));\n';
    expect((await kept(check + EACH + ALL, ["all"], asking)).values).toEqual({ all: [2, 3] });
  });

  it("steps and checks around parallelizable are for each item", async () => {
    const steps = "export const item = pipeOutput([step(negated)], parallelizable((list: number[]) => list));\n";
    expect((await kept(steps + EACH + ALL, ["all"], asking)).values).toEqual({ all: [0, -1] });
    const check = "export const item = checkOutput({ range: [0, 1] }, parallelizable((list: number[]) => list));\n";
    await expect(nb.driver(HEAD + check + EACH + ALL).execute(["all"], asking)).rejects.toThrow(
      "`item` failed: 1 of 2 items: #2",
    );
  });

  it("steps, checks and a loader around collect are for what it gives", async () => {
    const list = "export const item = parallelizable((list: number[]) => list);\n";
    const text = `${list}${EACH}
export const total = checkOutput({ range: [0, 9] }, pipeOutput([step(sum)], collect({}, (more: number[]) => more)));
export const loaded = dataLoader(collect({}, (more: number[]): [number[], object] => [more, {}]));
`;
    expect((await kept(text, ["total", "loaded"], asking)).values).toEqual({ total: 5, loaded: [2, 3] });
  });

  it("a hole of a list is an item", async () => {
    const list = "export const item = parallelizable(() => [1, , 3]);\n";
    const text = `${list}export const told = (item: unknown): string => String(item);\nexport const all = collect({}, (told: string[]) => told);\n`;
    expect((await kept(text, ["all"])).values).toEqual({ all: ["1", "undefined", "3"] });
  });
});

describe("around parameters that are bound", () => {
  it("what is bound further out counts, also by code", async () => {
    const text = `const RATE = Math.max(1, 3);
export const twofold = inject({ rate: RATE + 1 }, inject({ rate: RATE + 2, by: RATE * 2 }, (rate: number, by: number) => [rate, by]));
export const cased = parameterize({ cased: { rate: RATE + 3 }, other: {} }, inject({ rate: RATE + 4 }, (rate: number) => rate));
`;
    const values = { twofold: [4, 6], cased: 6, other: 7 };
    expect((await kept(text, ["twofold", "cased", "other"])).values).toEqual(values);
    const edited = await kept(text.replace("RATE + 1", "RATE + 9"), ["twofold", "cased", "other"]);
    expect([edited.values, edited.words]).toEqual([
      { ...values, twofold: [12, 6] },
      { twofold: "executed", cased: "hit", other: "hit" },
    ]);
  });

  it.each([
    ["inject({ apply: ", " }, (rate: number, apply: any) => apply(rate))"],
    ["parameterize({ rates: { apply: ", " } }, (rate: number, apply: any) => apply(rate))"],
    ["pipeOutput([step(applied, { by: ", " })], (rate: number) => rate)"],
  ])("%s…: a function that is bound counts with all that it reaches", async (open, close) => {
    const asking = { inputs: { rate: 2 } };
    for (const bound of [
      "scaled",
      "(x: number) => scaled(x) + LEAST",
      "{ call: (x: number) => BY.get(1)! * x }.call",
    ]) {
      const text = `const LEAST = 1 as const;
const BY = new Map([[1, 3]]);
const scaled = (x: number): number => x * BY.get(1)! + LEAST;
const applied = (x: number, by: any): number => by(x);
export const rates = ${open}${bound}${close};
`;
      const first = await kept(text, ["rates"], asking);
      const edited = await kept(text.replace("[1, 3]", "[1, 4]"), ["rates"], asking);
      expect(edited.values["rates"]).toBe((first.values["rates"] as number) + 2);
    }
  });

  it("a bound function counts by the names that it uses, however they are spelled, and not by what its comments say", async () => {
    const text = `${HEAD}const held = (x: string): string => x + "1";
export const rates = inject({ apply: (x: string) => h\\u0065ld(x) }, (x: string, apply: any) => apply(x));`;
    const asking = { inputs: { x: "a" } };
    await keptBy(nb.driver(text), ["rates"], asking);
    const told = await keptBy(
      nb.driver(text.replace("=> h\\u", "=> /* held, as inject and HEAD */ h\\u")),
      ["rates"],
      asking,
    );
    expect(told.words["rates"]).toBe("hit");
    const edited = await keptBy(nb.driver(text.replace('"1"', '"2"')), ["rates"], asking);
    expect(edited.values).toEqual({ rates: "a2" });
  });

  it.each([
    ["an import by code", '(await import("node:path")).basename(x)'],
    ["an evaluated text", 'eval("held")(x)'],
  ])(
    "a bound function of which nobody can tell what it reaches executes each time, and says so: %s",
    async (_, code) => {
      const text = `${HEAD}const held = (x: string): string => x.slice(2);
export const rates = inject({ apply: async (x: string) => ${code} }, (x: string, apply: any) => apply(x));`;
      for (let run = 0; run < 2; run++) {
        const ran = await keptBy(nb.driver(text), ["rates"], { inputs: { x: "a/b" } });
        expect(ran.values).toEqual({ rates: "b" });
        expect(ran.why("rates").join()).toContain("what `apply` is bound to has no version");
      }
    },
  );

  it.each([
    ["pipeOutput([step(negated)], ", "pipeOutput() stands around parameterize(), which has no value of its own"],
    ["checkOutput({ range: [0, 1] }, ", "checkOutput() stands around parameterize(), which has no value of its own"],
    ["parallelizable(", "parallelizable() stands around parameterize(), which has no value of its own"],
    ["dataLoader(", "dataLoader() stands around parameterize(), which has no value of its own"],
    ['extractFields(["a"], ', "does not say which case"],
    ["parameterize({ a: {}, b: {} }, ", "parameterize() stands around another one: write all cases in one object"],
  ])("%s… around cases is refused, also where one bears the name of the export", (open, said) => {
    const text = `export const rows = ${open}parameterize({ rows: { n: 1 }, other: { n: 2 } }, (n: number): any => n));`;
    expect(() => nb.driver(HEAD + text)).toThrow(said);
  });

  it("a loader around parallelizable is refused, and the remedy told", () => {
    const text = "export const item = dataLoader(parallelizable((list: any): any => [list, {}]));";
    expect(() => nb.driver(HEAD + text)).toThrow("dataLoader() stands around parallelizable()");
  });
});

describe("around a part", () => {
  const PART = `${HEAD}export const base = (): number => 5;
export const price = pipeOutput([step(negated)], pipeInput({ base: [step(negated)] }, (base: number): number => base * 100));
`;
  it("an export and a part's node of one name have steps and checks of their own", async () => {
    nb.write("sales.ts", PART);
    const text = `import * as sales from "./sales";
const tenfold = (x: number): number => x * 10;
export const price = checkOutput({ type: "list" }, pipeOutput([step(sum), step(tenfold), step(list)],
  pipeInput({ base: [step(tenfold), step(tenfold)] }, subdag({ modules: [sales] }, (base: number, price: number): number[] => [base, price]))));
function list(x: number): number[] { return [x]; }
`;
    const ran = await kept(text, ["price", "price.raw", "price.price", "price.step1", "price.price.raw"]);
    expect(ran.values).toEqual({
      price: [10_000],
      "price.raw": [500, 500],
      "price.price": 500,
      "price.step1": 1000,
      "price.price.raw": -500,
    });
  });
});

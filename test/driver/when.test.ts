// Does the config choose between variants, and does only the chosen one count? (R3)
import { describe, expect, it } from "vitest";
import { chosenNodes } from "../../src/dataflow/chosenNodes.ts";
import { moduleOf } from "../../src/dataflow/module.ts";
import { Builder, createLoader, describeDataflow, oneOf, secret } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { type AnyDriver, notebook, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();
type Config = Readonly<Record<string, unknown>>;

function driver(text: string, config: Config = {}, cache = true): AnyDriver {
  const builder = new Builder().withModules(nb.cell(text)).withConfig(config);
  return (cache ? builder.withCache({ path: nb.cache }) : builder).build() as unknown as AnyDriver;
}

/** Runs with a new driver and checks that its plan was kept. */
async function kept(text: string, config: Config, names: readonly string[], asking = {}) {
  const dr = driver(text, config);
  try {
    return await keptBy(dr, names, asking);
  } finally {
    await dr.close();
  }
}

const TEXT = `
import { oneOf, when } from "cellar";
const round = (x: number): number => Math.floor(x);
function exact(rate: number, scale = 10 * 10): number { globalThis.tally("exact"); return rate * scale; }
export const price = oneOf(
  when({ mode: "fast" }, (rate: number, scale = 5 + 5): number => { globalThis.tally("fast"); return round(rate * scale); }),
  when({ mode: ["exact", "slow"] }, exact),
  (): number => -1,
);
export function total(price: number): number { return price + 1; }
`;
const asking = { inputs: { rate: 1.25 } };

describe("oneOf(when(…), …)", () => {
  it("is the first variant that fits, with its own parameters and defaults; the second run hits", async () => {
    for (const [mode, value] of [
      ["fast", 12],
      ["exact", 125],
      ["slow", 125],
    ] as const) {
      expect((await kept(TEXT, { mode }, ["total"], asking)).values).toEqual({ total: value + 1 });
      const again = await kept(TEXT, { mode }, ["total"], asking);
      expect(again.words).toEqual({ rate: "given", scale: "not needed", price: "hit", total: "hit" });
    }
    expect(count).toEqual({ fast: 1, exact: 1 });
    expect((await kept(TEXT, { mode: "other" }, ["total"])).values).toEqual({ total: 0 });
    expect((await kept(TEXT, {}, ["total"])).words).toEqual({ price: "hit", total: "hit" });
  });

  it("R3: to edit another variant, its condition or its helper executes nothing; to edit the chosen one is told", async () => {
    await kept(TEXT, { mode: "exact" }, ["total"], asking);
    for (const [before, after] of [
      ["round(rate * scale)", "round(rate)"],
      ["scale = 5 + 5", "scale = 6 + 6"],
      ["Math.floor", "Math.ceil"],
      ['"exact", "slow"', '"exact"'],
      ['{ mode: "fast" }', '{ mode: "quick", level: 2 }'],
      ["=> -1", "=> -2"],
      ["=> -1,", "=> -1,\n  // no more"],
    ] as const) {
      const edited = TEXT.replace(before, after);
      expect(edited).not.toBe(TEXT);
      const { words } = await kept(edited, { mode: "exact" }, ["total"], asking);
      expect(words, after).toMatchObject({ price: "hit", total: "hit" });
    }
    const edited = await kept(TEXT.replace("rate * scale; }", "rate + scale; }"), { mode: "exact" }, ["price"], asking);
    expect(edited.words["price"]).toBe("executed");
    await kept(TEXT, { mode: "fast" }, ["price"], asking);
    const helper = await kept(TEXT.replace("Math.floor", "Math.ceil"), { mode: "fast" }, ["price"], asking);
    expect(helper.why("price")).toEqual(["the helper `round` changed: floor → ceil"]);
    expect(helper.values).toEqual({ price: 13 });
  });

  it("R1: variants in another order, and the variant alone, are the same computation", async () => {
    await kept(TEXT, { mode: "exact" }, ["price"], asking);
    const turned = `import * as cellar from "cellar";
function exact(rate: number, scale = 10 * 10): number { globalThis.tally("exact"); return rate * scale; }
export const price = cellar.tag({ owner: "me" }, cellar.when({ mode: "exact" }, exact));`;
    expect((await kept(turned, { mode: "exact" }, ["price"], asking)).words["price"]).toBe("hit");
    expect(count).toEqual({ exact: 1 });
  });

  it("runs without a cache too, and with a config that is secret", async () => {
    expect(await driver(TEXT, { mode: "fast" }, false).execute(["total"], asking)).toEqual({ total: 13 });
    expect((await kept(TEXT, { mode: secret("fast") }, ["total"], asking)).values).toEqual({ total: 13 });
  });

  it("modifiers around the whole and around one variant hold, and nodes that one adds exist with it alone", async () => {
    const text = `
import { cache, extractFields, inject, oneOf, parameterize, tag, when } from "cellar";
export const stats = tag({ owner: "me" }, oneOf(
  cache({ behavior: "recompute" }, when({ deep: true }, extractFields(["mean"], (n: number) => ({ mean: n / 2 })))),
  inject({ n: 3 + 4 }, (n: number) => ({ mean: n })),
));
export const scaled = oneOf(
  when({ deep: true }, parameterize({ low: { by: 1 + 1 } }, (by: number) => by)),
  parameterize({ low: { by: 2 + 2 } }, (by: number) => by),
);
`;
    const deep = await kept(text, { deep: true }, ["stats", "mean", "low"], { inputs: { n: 8 } });
    expect(deep.values).toEqual({ stats: { mean: 4 }, mean: 4, low: 2 });
    const again = await kept(text, { deep: true }, ["stats", "mean"], { inputs: { n: 8 } });
    expect(again.words).toEqual({ n: "given", stats: "unchanged", mean: "unchanged" });
    expect((await kept(text, {}, ["stats", "low"])).values).toEqual({ stats: { mean: 7 }, low: 4 });
    expect(
      driver(text)
        .listAvailableVariables({ tags: { owner: "me" } })
        .map(({ name }) => name),
    ).toEqual(["stats"]);
    expect(() => driver(text).whatIsUpstreamOf("mean")).toThrow(
      "`mean` exists only where the config says deep is true",
    );
  });

  it("a variant's side effects and the functions that others call are left as they are", async () => {
    const module = nb.cell(TEXT);
    await new Builder()
      .withModules(module)
      .build()
      .execute(["total"] as string[]);
    expect(() => module["price"]!()).toThrow(/chosen by a driver's config and cannot be called by itself/);
  });

  it("a helper that reaches what oneOf made counts all its variants", async () => {
    const text = `${TEXT}export const held = (): string => typeof price;\n`;
    expect((await kept(text, {}, ["held"])).values).toEqual({ held: "function" });
    expect((await kept(text, { mode: "fast" }, ["held"])).words).toEqual({ held: "hit" });
    expect((await kept(text.replace("rate * scale; }", "rate; }"), {}, ["held"])).words).toEqual({ held: "unchanged" });
  });
});

describe("when(…)", () => {
  const one = (condition: string) => `
import { when } from "cellar";
export const tax = when(${condition}, (): number => 19);
export const sum = (tax: number): number => tax + 1;
`;
  it.each([
    ['{ region: "us" }', { region: "us" }, true],
    ['{ region: "us" }', { region: "eu" }, false],
    ['{ region: "us" }', {}, false],
    ['{ region: ["us", "eu"] }', { region: "eu" }, true],
    ['{ region: ["us", "eu"] }', { region: "in" }, false],
    ['{ region: { not: "us" } }', { region: "eu" }, true],
    ['{ region: { not: "us" } }', { region: "us" }, false],
    ['{ region: { not: "us" } }', {}, true],
    ['{ region: { not: ["us", "eu"] } }', { region: "eu" }, false],
    ['{ region: "us", level: 2 }', { region: "us" }, false],
    ['{ region: "us", level: 2 }', { region: "us", level: 2 }, true],
    ["{ level: 2 }", { level: "2" }, false],
    ["{ level: -1, deep: false, none: null }", { level: -1, deep: false, none: null }, true],
    ["{ none: null }", {}, false],
    ['{ toString: { not: "x" } }', {}, true],
  ] as const)("%s with %j: exists is %j", async (condition, config, exists) => {
    const given = exists ? {} : { inputs: { tax: 1 } };
    expect((await kept(one(condition), config, ["sum"], given)).values).toEqual({ sum: exists ? 20 : 2 });
    expect((await kept(one(condition), config, ["sum"], given)).words["sum"]).toBe("hit");
  });

  it("a condition may be a constant of the module, and enters no key", async () => {
    const text = one("WHERE").replace("export", 'const WHERE = { region: ["us"] } as const;\nexport');
    await kept(text, { region: "us" }, ["sum"]);
    const edited = await kept(text.replace('["us"]', '["us", "eu"]'), { region: "eu" }, ["sum"]);
    expect(edited.words).toEqual({ tax: "hit", sum: "hit" });
  });

  it("what does not exist is told with the config that would make it", async () => {
    const lack = (text: string, name: string) => driver(text, { mode: "x" }, false).execute([name]).catch(String);
    const text = TEXT.replace("  (): number => -1,\n", "");
    expect(await lack(text, "total")).toBe(
      'CellarError: `total` needs `price`, but no cell defines it and no input gives it. `price` exists only where the config says mode is "fast" or "exact" or "slow": withConfig({ mode: "fast" }). Or give it: { inputs: { price: … } }.',
    );
    expect(
      await lack(text.replace("(price: number): number { return price + 1", "(): number { return 1"), "price"),
    ).toMatch(/`price` exists only where/);
    expect(await lack(one('{ region: { not: "eu" }, mode: ["a", "b"] }'), "sum")).toMatch(
      /says region is not "eu" and mode is "a" or "b": withConfig\(\{ region: …, mode: "a" \}\)/,
    );
  });

  it("two modules may each have the name, where no config makes both", async () => {
    const cells = ["us", "eu"].map((region) =>
      nb.cell(one(`{ region: "${region}" }`).split("export const sum")[0]!, region),
    );
    const builder = new Builder().withModules(...cells);
    expect(
      await builder
        .withConfig({ region: "eu" })
        .build()
        .execute(["tax"] as string[]),
    ).toEqual({ tax: 19 });
    const both = cells[0]!;
    expect(() =>
      new Builder()
        .withModules(both, nb.cell("export const tax = () => 1;", "more"))
        .withConfig({ region: "us" })
        .build(),
    ).toThrow(/`tax` is defined twice/);
  });

  it("a driver whose nodes are all left out by its config says so", () => {
    expect(() => driver(one('{ region: "us" }').split("export const sum")[0]!)).toThrow(
      /There is no node with this config: `tax` exists only where the config says region is "us"/,
    );
  });
});

describe("before a config is known", () => {
  it("a module tells the nodes and parameters of all variants, and is drawn with the first", async () => {
    const text = `
import { extractFields, oneOf, when } from "cellar";
export const stats = oneOf(
  when({ deep: true }, extractFields(["mean"], (rows: number[], depth = 2) => ({ mean: rows.length * depth }))),
  (rows: number[]) => rows.length,
);`;
    const loaded = await createLoader({ root: nb.folder }).loadModule(text, { name: "basics" });
    expect(loaded.nodes).toEqual(["stats", "mean"]);
    expect(loaded.functions).toEqual(["stats"]);
    const of = { function: "stats", isOfVariant: true };
    expect(loaded.parameters).toEqual([
      { ...of, name: "rows", index: 0, optional: false },
      { ...of, name: "depth", index: 1, optional: true },
      { ...of, name: "rows", index: 0, optional: false },
    ]);
    const { graph } = describeDataflow(loaded.namespace, "basics");
    expect(graph.names).toEqual(["rows", "depth", "stats", "mean"]);
  });

  it("facts that the store kept choose as those of the text do, in a new process that loads no compiler", async () => {
    const facts = JSON.parse(JSON.stringify(moduleOf(nb.cell(TEXT))!.facts));
    for (const [mode, part] of [
      ["fast", "price#1"],
      ["slow", "exact"],
      ["", "price#3"],
    ] as const)
      expect(chosenNodes(facts.nodes, { mode }).map((node) => node.part)).toEqual([part, "total"]);
  });
});

describe("bad conditions and variants are errors at build(), with their place and the remedy", () => {
  const text = (wrapped: string, keyword = "const") =>
    `import { oneOf, tag, when } from "cellar";\nconst rate = Math.max(1);\nexport ${keyword} price = ${wrapped};`;
  it.each([
    ["when({}, () => 1)", /basics:3:22 `price` \(line 3\): when\(\{\}\) has no condition/],
    ["when(rates, () => 1)", /when\(\) takes its options first, written out/],
    ["when({ mode: rate }, () => 1)", /when\(\) takes its options first, written out/],
    ["when({ mode: { nto: 1 } }, () => 1)", /the only word there is `not`\. Did you mean `not`\?/],
    ["when({ mode: {} }, () => 1)", /when\(\{ mode: \{\} \}\) says nothing/],
    ["when({ mode: [] }, () => 1)", /when\(\{ mode \}\) is compared with \[\], but it takes a text/],
    ["when({ mode: { not: [[1]] } }, () => 1)", /when\(\{ mode: \{ not \} \}\) is compared with \[\[1\]\]/],
    ['when({ mode: "a" }, 5)', /when\(\) wraps a function that stands last/],
    ["oneOf()", /basics:3:22 `price` \(line 3\): oneOf\(\) has no variant/],
    ["tag({}, oneOf())", /oneOf\(\) has no variant/],
    ["oneOf(5)", /oneOf\(\) takes functions, or names of functions of this module/],
    ["oneOf(...[() => 1])", /oneOf\(\) takes functions, or names of functions/],
    ["oneOf(rate)", /oneOf\(\) takes functions, and its variant 1 is none that is written here/],
    ['oneOf(when({ mode: "a" }, rate), () => 1)', /when\(\) wraps a function/],
    ["oneOf(() => 1, () => 2)", /never comes to its variant 2, since variant 1 has no when\(\)/],
    ["oneOf(oneOf(() => 1))", /oneOf\(\) stands in oneOf\(\)/],
    ['oneOf(when({ mode: "a" }, ({ x }: any) => x))', /takes its parameter `\{ x \}: any` apart/],
    ['oneOf(when({ mode: "a" }, () => unknownName))', /`price` uses `unknownName` \(line 3\)/],
  ])("%s", (wrapped, message) => {
    expect(() => driver(text(wrapped))).toThrow(message);
  });

  it("a variable that may be assigned again cannot be chosen", () => {
    expect(() => driver(text("oneOf(() => 1)", "let"))).toThrow(/write `const price = oneOf\(…\)`/);
  });

  it("a variant that is no function is told where the module runs by itself", () => {
    expect(() => oneOf(5 as never)).toThrow("oneOf() takes functions, and its variant 1 is a number.");
  });
});

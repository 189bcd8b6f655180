import { describe, expect, it } from "vitest";
import { Builder } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { failedBy, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

/** Runs with a new driver and checks that its plan was kept. */
async function kept(text: string, names: readonly string[], asking = {}) {
  return keptBy(nb.driver(text), names, asking);
}

const OUTPUT = `
import { pipeOutput, source, step } from "cellar";
const PLACES = 1;
const shift = (x: number): number => x * 10;
function scale(value: number, by: number): number { globalThis.tally("scale"); return shift(value) * by; }
function round(value: number, digits = 0): number { globalThis.tally("round"); return Number(value.toFixed(digits)); }
export const factor = (): number => 2;
export const price = pipeOutput(
  [step(scale, { by: source("factor") }).named("scaled"), step(round, { digits: PLACES })],
  (base: number): number => { globalThis.tally("price"); return base + 0.127; },
);
export const twice = (price: number): number => price * 2;
`;
const base = { inputs: { base: 1 } };

describe("pipeOutput", () => {
  it("each step is a node of its own, and what reads the node reads what the last step gives", async () => {
    const asked = ["price.raw", "price.scaled", "price.step2", "price", "twice"];
    const first = await kept(OUTPUT, asked, base);
    expect(first.values).toEqual({
      "price.raw": 1.127,
      "price.scaled": 22.54,
      "price.step2": 22.5,
      price: 22.5,
      twice: 45,
    });
    const again = await kept(OUTPUT, ["twice"], base);
    expect(Object.values(again.words).filter((word) => word !== "hit")).toEqual(["given"]);
    expect(count).toEqual({ price: 1, scale: 1, round: 1 });
  });

  it("R3: every edited step, literal, helper and constant is seen, by the step that has it and those below", async () => {
    await kept(OUTPUT, ["twice"], base);
    const words = async (from: string, to: string) => (await kept(OUTPUT.replace(from, to), ["twice"], base)).words;
    expect(await words("x * 10", "x * 20")).toMatchObject({
      "price.raw": "hit",
      "price.scaled": "executed",
      "price.step2": "executed",
      price: "executed",
      twice: "executed",
    });
    expect(await words("PLACES = 1", "PLACES = 2")).toMatchObject({ "price.scaled": "hit", "price.step2": "executed" });
    expect(await words("value.toFixed(digits)", "-value.toFixed(digits)")).toMatchObject({
      "price.scaled": "hit",
      "price.step2": "executed",
    });
    expect(await words("(): number => 2", "(): number => 3")).toMatchObject({
      factor: "executed",
      "price.raw": "hit",
      "price.scaled": "executed",
    });
    expect(await words("base + 0.127", "base + 1")).toMatchObject({
      "price.raw": "executed",
      "price.scaled": "executed",
    });
  });

  it("R18: a step that gives the same value stops there", async () => {
    await kept(OUTPUT, ["twice"], base);
    const edited = OUTPUT.replace("base + 0.127", "base + 0.126");
    expect((await kept(edited, ["twice"], base)).words).toMatchObject({
      "price.raw": "executed",
      "price.scaled": "executed",
      "price.step2": "unchanged",
      price: "hit",
      twice: "hit",
    });
  });

  it("to add, remove, name, reorder or wrap steps never executes the function", async () => {
    const plain = OUTPUT.replace(/pipeOutput\(\n.*\n {2}/, "(").replace("},\n);", "});");
    await kept(plain, ["price"], base);
    const piped = await kept(OUTPUT, ["twice"], base);
    expect(piped.words).toMatchObject({ "price.raw": "hit", "price.scaled": "executed" });
    const renamed = OUTPUT.replace('.named("scaled")', "").replace(
      "digits: PLACES })",
      'digits: PLACES }).named("rounded")',
    );
    expect((await kept(renamed, ["twice"], base)).words).toEqual({
      base: "given",
      "price.raw": "hit",
      factor: "hit",
      "price.step1": "hit",
      "price.rounded": "hit",
      price: "hit",
      twice: "hit",
    });
    const tagged = OUTPUT.replace("= pipeOutput(", '= tag({ owner: "me" }, pipeOutput(')
      .replace("127; },\n);", "127; },\n));")
      .replace("import { ", "import { tag, ");
    const words = Object.values((await kept(tagged, ["twice"], base)).words);
    expect(words.filter((word) => word !== "hit")).toEqual(["given"]);
    expect((await kept(plain, ["twice"], base)).words).toMatchObject({ price: "hit" });
    expect(count["price"]).toBe(1);
  });

  it("a plain call of the function goes through no step", async () => {
    const module = nb.cell(OUTPUT);
    await nb.driver(module).execute(["price"], base);
    expect((module["price"] as unknown as (base: number) => unknown)(1)).toBe(1.127);
  });

  it("without a cache, and with one, gives the same", async () => {
    const dr = new Builder().withModules(nb.cell(OUTPUT)).build();
    expect(await dr.execute(["price", "twice", "price.scaled"] as string[], base)).toEqual({
      price: 22.5,
      twice: 45,
      "price.scaled": 22.54,
    });
  });

  it("a list that names the node means its function and its steps too", async () => {
    await kept(OUTPUT, ["twice"], base);
    const ran = await ranBy(nb.driver(OUTPUT, { recompute: ["price"] }), ["twice"], base);
    expect(ran.words).toMatchObject({ "price.raw": "unchanged", "price.scaled": "unchanged", twice: "hit" });
    const asked = await ranBy(nb.driver(OUTPUT), ["twice"], { ...base, recompute: ["price"] });
    expect(asked.words).toMatchObject({ "price.raw": "unchanged", "price.step2": "unchanged", twice: "hit" });
    expect(count["price"]).toBe(3);
  });

  it("async steps, steps that yield and imported ones work as nodes do", async () => {
    nb.write("lib.ts", "export const double = (list: number[]): number[] => list.map((x) => x * 2);");
    const text = `
import { pipeOutput, step } from "cellar";
import { double } from "./lib.ts";
async function sorted(list: number[]) { return list.toSorted((a, b) => a - b); }
function* halves(list: number[]) { for (const x of list) yield x / 2; }
export const list = pipeOutput([step(sorted), step(halves).named("halved"), step(double)], () => [3, 1, 2]);
`;
    const first = await kept(text, ["list", "list.halved"]);
    expect(first.values).toEqual({ list: [1, 2, 3], "list.halved": [0.5, 1, 1.5] });
    expect((await kept(text, ["list"])).words).toEqual({
      "list.raw": "hit",
      "list.step1": "hit",
      "list.halved": "hit",
      "list.step3": "hit",
      list: "hit",
    });
    nb.write("lib.ts", "export const double = (list: number[]): number[] => list.map((x) => x * 20);");
    const edited = await kept(text, ["list"]);
    expect(edited.values).toEqual({ list: [10, 20, 30] });
    expect(edited.words).toMatchObject({ "list.halved": "hit", "list.step3": "executed" });
  });

  it("a step that changes what it is given changes it for nobody else", async () => {
    const text = `
import { pipeOutput, step } from "cellar";
function sort(list: number[]) { return list.sort(); }
export const list = pipeOutput([step(sort)], () => [3, 1, 2]);
`;
    const first = await ranBy(nb.driver(text), ["list.raw", "list"]);
    expect(first.values).toEqual({ "list.raw": [3, 1, 2], list: [1, 2, 3] });
    expect(first.record.departed.map(({ reason }) => reason)).toEqual([
      "`list.step1` changed its input `list.raw`; it was executed again on a copy",
    ]);
    expect((await kept(text, ["list.raw", "list"])).values).toEqual(first.values);
  });

  it("a step with a condition is there only where the config fits", async () => {
    const text = OUTPUT.replace('.named("scaled")', '.when({ mode: ["big", "huge"] }).named("scaled")');
    const driver = (config: Record<string, unknown>) =>
      new Builder().withModules(nb.cell(text)).withConfig(config).withCache({ path: nb.cache }).build();
    const asked = ["price"] as string[];
    const big = driver({ mode: "big" });
    const small = driver({ mode: "small" });
    expect(await big.execute(asked, base)).toEqual({ price: 22.5 });
    expect(await small.execute(asked, base)).toEqual({ price: 1.1 });
    expect(count).toEqual({ price: 1, scale: 1, round: 2 });
    await expect(small.execute(["price.scaled"] as string[], base)).rejects.toThrow(
      /`price\.scaled` exists only where the config says mode is "big" or "huge": withConfig\(\{ mode: "big" \}\)/,
    );
    await big.close();
    await small.close();
  });

  it("retry() around it holds for the function and for each step", async () => {
    const text = `
import { pipeOutput, retry, step } from "cellar";
let left = 2;
function shaky(value: number): number { globalThis.tally("shaky"); if (left-- > 0) throw new Error("not yet"); return value; }
export const price = retry({ times: 2, delayMs: 1 }, pipeOutput([step(shaky)], () => 5));
`;
    const ran = await ranBy(nb.driver(text), ["price"]);
    expect(ran.values).toEqual({ price: 5 });
    expect(count).toEqual({ shaky: 3 });
  });

  it("what is bound by code is there, whichever of the modifiers stands outside", async () => {
    const text = `
import { checkOutput, dataLoader, inject, parameterize, pipeOutput, step } from "cellar";
const RATE = 1 + 1;
const plus = (x: number, by: number): number => x + by;
export const one = pipeOutput([step(plus, { by: RATE })], inject({ rate: RATE * 5 }, (rate: number) => rate));
export const two = inject({ rate: RATE * 5 }, checkOutput({ range: [0, 99] }, (rate: number) => rate));
export const three = inject({ rate: RATE * 5 }, dataLoader((rate: number): [number, object] => [rate, {}]));
export const more = parameterize({ a: { rate: RATE }, b: { rate: RATE * 2 } }, inject({ by: RATE * 3 }, pipeOutput([step(plus, { by: RATE })], (rate: number, by: number) => rate * by)));
`;
    const asked = ["one", "two", "three", "a", "b"];
    const expected = { one: 12, two: 10, three: 10, a: 14, b: 26 };
    expect((await kept(text, asked)).values).toEqual(expected);
    expect(await new Builder().withModules(nb.cell(text)).build().execute(asked)).toEqual(expected);
  });

  it("an impure function keeps its draw when steps are put around it (R4)", async () => {
    const plain = "export const draw = (): number => Math.random();";
    const { values } = await kept(plain, ["draw"]);
    const piped = `import { pipeOutput, step } from "cellar";
const same = (x: number) => x;
export const draw = pipeOutput([step(same)], (): number => Math.random());`;
    const ran = await kept(piped, ["draw"]);
    expect(ran.words["draw.raw"]).toBe("hit");
    expect(ran.values).toEqual(values);
  });
});

describe("pipeInput", () => {
  const INPUT = `
import { pipeInput, source, step } from "cellar";
const NOISE = /[^a-z ]/g;
function clean(text: string): string { globalThis.tally("clean"); return text.toLowerCase().replace(NOISE, ""); }
function words(text: string, by = " ", most: number): string[] { return text.split(by).slice(0, most); }
export const text = (): string => "One, two, THREE";
export const list = pipeInput(
  { text: [step(clean), step(words, { most: source("limit") }).named("words")] },
  (text: string[], limit: number): string => text.join("-") + limit,
);
export const size = (text: string): number => text.length;
`;
  const asking = { inputs: { limit: 2 } };

  it("steps stand before this function alone, others read the node as it is", async () => {
    const first = await kept(INPUT, ["list", "size", "list.text.step1", "list.text.words"], asking);
    expect(first.values).toEqual({
      list: "one-two2",
      size: 15,
      "list.text.step1": "one two three",
      "list.text.words": ["one", "two"],
    });
    const again = await kept(INPUT, ["list"], asking);
    expect(again.words).toMatchObject({ list: "hit", "list.text.step1": "hit", "list.text.words": "hit" });
    expect(count).toEqual({ clean: 1 });
  });

  it("R3: an edited step or constant is seen; a step that gives the same stops there", async () => {
    await kept(INPUT, ["list"], asking);
    const same = await kept(INPUT.replace('"One, two, THREE"', '"One; two; three"'), ["list"], asking);
    expect(same.words).toMatchObject({ text: "executed", "list.text.step1": "unchanged", list: "hit" });
    const edited = await kept(INPUT.replace("[^a-z ]", "[^a-z]"), ["list"], asking);
    expect(edited.values).toEqual({ list: "onetwothree2" });
  });

  it("goes together with inject, dataLoader, parameterize and an optional input", async () => {
    const text = `
import { dataLoader, inject, parameterize, pipeInput, source, step } from "cellar";
const up = (text: string): string => text.toUpperCase();
export const name = (): string => "a";
export const one = pipeInput({ t: [step(up)] }, inject({ t: source("name") }, (t: string) => t + 1));
export const two = pipeInput({ t: [step(up)] }, dataLoader((t: string): [string, object] => [t + 2, {}]));
export const many = pipeInput({ t: [step(up)] }, parameterize({ x: { n: 1 }, y: { n: 2, t: source("name") } }, (t: string, n: number) => t + n));
export const outer = parameterize({ p: { n: 1 }, q: { n: 2 } }, pipeInput({ t: [step(up)] }, (t: string, n: number) => t + n));
export const maybe = pipeInput({ u: [step(up)] }, (u = "none") => u);
`;
    const asked = ["one", "two", "x", "y", "p", "q", "y.t.step1", "q.t.step1"];
    const first = await kept(text, asked, { inputs: { t: "t", u: "u" } });
    expect(first.values).toEqual({
      ...{ one: "A1", two: "T2", x: "T1", y: "A2", p: "T1", q: "T2", "y.t.step1": "A", "q.t.step1": "T" },
    });
    expect((await ranBy(nb.driver(text), ["maybe"], { inputs: { u: "u" } })).values).toEqual({ maybe: "U" });
    await expect(nb.driver(text).execute(["maybe"])).rejects.toThrow(/`maybe\.u\.step1` needs `u`/);
  });

  it("a step that fails names itself, and what reads it is skipped", async () => {
    const broken = INPUT.replace("text.toLowerCase()", "(text as any).lower()");
    const { error, words } = await failedBy(nb.driver(broken), ["list"], asking);
    expect(String(error)).toMatch(/list\.text\.step1/);
    expect(words).toMatchObject({ "list.text.step1": "failed", "list.text.words": "skipped", list: "skipped" });
  });
});

describe("bad steps are errors at build(), with their place and the remedy", () => {
  const text = (
    wrapped: string,
  ) => `import { dataLoader, inject, oneOf, pipeInput, pipeOutput, parameterize, step, when } from "cellar";
import { isIP } from "node:net";
const round = (value: number, digits: number) => Number(value.toFixed(digits));
const none = () => 1;
const LIST = [1];
const STEPS = [step(none)];
const chosen = oneOf(when({ a: 1 }, round), round);
export const rows = ${wrapped};`;
  it.each([
    ["pipeOutput([], () => 1)", /basics:8:21 `rows` \(line 8\): pipeOutput\(\) has no step/],
    ["pipeOutput(steps, () => 1)", /pipeOutput\(\) takes its options first, written out/],
    ["dataLoader(pipeOutput([step(round)], () => 1))", /dataLoader\(\) stands around steps or a check/],
    ["pipeOutput(STEPS, () => 1)", /pipeOutput\(\) takes its options first, written out/],
    ["pipeOutput([round], () => 1)", /pipeOutput\(\) takes steps, .* and its item 1 is `round`/],
    [
      "pipeOutput([step(rond)], () => 1)",
      /step\(rond\): `rond` is no function of this module\. Did you mean `round`\?/,
    ],
    ["pipeOutput([step(LIST)], () => 1)", /`LIST` is no function that is written here/],
    ["pipeOutput([step((x) => x)], () => 1)", /takes the name of a function of this module/],
    ["pipeOutput([step(Math.round)], () => 1)", /takes the name of a function of this module/],
    ["pipeOutput([step(chosen)], () => 1)", /is chosen by oneOf\(\)/],
    ["pipeOutput([step(none)], () => 1)", /`none` has no parameter to take it/],
    ["pipeOutput([step(round, { digit: 1 })], () => 1)", /step\(round\) binds `digit`.*Did you mean `digits`\?/],
    ["pipeOutput([step(round, { value: 1 })], () => 1)", /binds `value`, its first parameter/],
    ["pipeOutput([step(isIP, { x: 1 })], () => '1')", /`isIP` is imported and its parameters' names are not known/],
    ["pipeOutput([step(round).name('a')], () => 1)", /step\(\) has no `\.name\(\)`\. Did you mean `named`\?/],
    ["pipeOutput([step(round).named('raw')], () => 1)", /another node is called so/],
    ["pipeOutput([step(round).named('a b')], () => 1)", /takes a name written out/],
    ["pipeOutput([step(round).named('a'), step(round).named('a')], () => 1)", /two steps named `a`/],
    ["pipeOutput([step(round).when({ a: { nto: 1 } })], () => 1)", /the only word there is `not`/],
    ["pipeOutput([step(round)], pipeOutput([step(round)], () => 1))", /write all steps in one list/],
    [
      "pipeInput({ x: [step(round)] }, pipeInput({ x: [step(round)] }, (x: number) => x))",
      /write all steps in one list/,
    ],
    ["pipeOutput([step(round)], parameterize({ a: { x: 1 } }, (x: number) => x))", /around parameterize\(\)/],
    ["pipeInput({ y: [step(round)] }, (x: number) => x)", /pipeInput\(\) pipes `y`, which is no parameter/],
    ["pipeInput({}, (x: number) => x)", /pipeInput\(\) has no parameter/],
    ["pipeInput({ x: [step(round)] }, inject({ x: 1 }, (x: number) => x))", /which inject\(\) binds to a value/],
    [
      "inject({ x: 1 }, pipeInput({ x: [step(round)] }, (x: number) => x))",
      /inject\(\) binds `x`, which pipeInput\(\)/,
    ],
  ])("%s", (wrapped, message) => {
    expect(() => nb.driver(text(wrapped))).toThrow(message);
  });
});

describe("inside of subdag", () => {
  const PART = `
import { checkOutput, inject, pipeInput, pipeOutput, source, step } from "cellar";
const RATE = 1 + 1;
const scale = (value: number, by: number): number => value * by;
const capped = (value: number, most = RATE * 50): number => Math.min(value, most);
export const taxed = inject({ rate: RATE * 3 }, (value: number, rate: number) => value * rate);
export const price = checkOutput({ range: [0, 100] }, pipeOutput(
  [step(scale, { by: RATE }), step(scale, { by: source("taxed") }).named("taxed"), step(capped)],
  (value: number) => value,
));
export const total = pipeInput({ price: [step(scale, { by: RATE * 5 })] }, (price: number) => price + 1);
`;
  const MAIN = `
import { source, pipeInput, step, subdag } from "cellar";
import * as part from "./part";
const half = (value: number): number => value / 2;
export const north = pipeInput({ total: [step(half)] }, subdag({ modules: [part], inputs: { value: 1 } }, (total: number) => total));
export const south = subdag({ modules: [part], inputs: { value: source("many") } }, (total: number) => total);
`;

  it("steps, checks and bound code are those of the part, below each of its names", async () => {
    nb.write("part.ts", PART);
    const asking = { inputs: { many: 2 } };
    const asked = ["north", "south", "north.taxed", "north.price.taxed", "south.price.raw", "north.total.price.step1"];
    const first = await kept(MAIN, asked, asking);
    expect(first.values).toEqual({
      north: 60.5,
      south: 481,
      "north.taxed": 6,
      "north.price.taxed": 12,
      "south.price.raw": 2,
      "north.total.price.step1": 120,
    });
    const again = await kept(MAIN, ["north", "south"], asking);
    expect([...new Set(Object.values(again.words))].sort()).toEqual(["given", "hit", "not needed"]);
    const dr = new Builder().withModules(nb.cell(MAIN)).build();
    expect(await dr.execute(["north", "south"] as string[], asking)).toEqual({ north: 60.5, south: 481 });
    nb.write("part.ts", PART.replace("[0, 100]", "[0, 20]"));
    const failing = await failedBy(nb.driver(MAIN), ["north", "south"], asking);
    expect(String(failing.error)).toMatch(
      /`south\.price` \(line 7\) does not pass checkOutput\(\): is out of the range \[0, 20\]: 48/,
    );
    expect(failing.words).toMatchObject({ "south.price.unchecked": "hit", north: "hit", south: "skipped" });
  });
});

import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

/** Runs the first text, then the second twice: what became of `out` each time, and why. */
async function edit(before: string, after: string, inputs: Record<string, unknown> = {}) {
  const first = await nb.run(before, ["out"], { inputs });
  const [second, third] = await nb.runTwice(after, ["out"], { inputs });
  expect(third.words["out"]).toBe("hit");
  expect(third.values).toEqual(second.values);
  return {
    word: second.words["out"],
    why: second.why("out"),
    before: first.values["out"],
    after: second.values["out"],
  };
}

const body = (out: string, rest = "") => `${rest}\nexport function out() {\n  ${out}\n}`;

describe("R6: edits that change nothing hit", () => {
  it.each([
    ["a comment", "return 1;", "return 1; // one"],
    ["layout", "return [1, 2];", "return [\n    1,\n    2\n  ]"],
    ["quotes", "return 'a';", 'return "a";'],
    ["types", "const a = 1; return a;", "const a: number = 1 as number; return a!;"],
    ["how a number is written", "return 255;", "return 0xff;"],
  ])("%s", async (_what, before, after) => {
    expect(await edit(body(before), body(after))).toMatchObject({ word: "hit", why: [] });
  });

  it("an unused helper, a type, another node, the order of the text", async () => {
    const before = "function used() { return 1; }\nexport function out() { return used(); }";
    const after =
      "interface T {}\nexport function out() { return used(); }\nfunction unused() { return 2; }\nexport function more(out: T) { return out; }\nfunction used() { return 1; }";
    expect(await edit(before, after)).toMatchObject({ word: "hit", why: [] });
  });

  it("the order of the parameters, and what they are called where they are not used by name elsewhere", async () => {
    const before = "export function a() { return 1; }\nexport function out(a: number, x: number) { return a + x; }";
    const after = "export function a() { return 1; }\nexport const out = (a: number, x: number) => a + x;";
    expect((await edit(before, after, { x: 1 })).after).toBe(2);
  });

  it("metadata and texts around it: the name of the module", async () => {
    await nb.run(nb.cell(body("return 1;"), "one"), ["out"]);
    const again = await nb.run(nb.cell(body("return 1;"), "another"), ["out"]);
    expect(again.words).toEqual({ out: "hit" });
  });
});

describe("R6: edits that change something execute and say what", () => {
  it("the function itself", async () => {
    expect(await edit(body("return 1 + 1;"), body("return 1 + 2;"))).toEqual({
      word: "executed",
      why: ["the code of `out` changed: 1 → 2"],
      before: 2,
      after: 3,
    });
  });

  it("a helper two calls away, with the way to it", async () => {
    const text = (n: number) =>
      body("return near();", `const far = () => ${n};\nfunction near() { return far() + 1; }`);
    expect(await edit(text(1), text(2))).toEqual({
      word: "executed",
      why: ["the helper `far` changed (reached by `near`): 1 → 2"],
      before: 2,
      after: 3,
    });
  });

  it("helpers that call each other", async () => {
    const text = (n: number) =>
      body(
        "return even(4);",
        `function even(n: number): boolean { return n === 0 || odd(n - 1); }\nfunction odd(n: number): boolean { return n !== ${n} && even(n - 1); }`,
      );
    expect(await edit(text(0), text(3))).toMatchObject({
      word: "executed",
      why: ["the helper `odd` changed (reached by `even`): 0 → 3"],
    });
  });

  it.each([
    ["a static field", "class Config { static rate = (globalThis as any).rate; }", "Config"],
    [
      "a static block",
      "class Config { static rate: number; static { this.rate = Number((globalThis as any).rate); } }",
      "Config",
    ],
    [
      "a property set on a function",
      "function Config() {}\nConfig.rate = (globalThis as any).rate as number;",
      "Config",
    ],
  ])("%s that is computed while the module is loaded counts by its value", async (_what, declared) => {
    const text = body("return Config.rate;", declared);
    Object.assign(globalThis, { rate: 2 });
    expect((await nb.run(text, ["out"])).values).toEqual({ out: 2 });
    expect((await nb.run(text, ["out"])).words).toEqual({ out: "hit" });
    Object.assign(globalThis, { rate: 3 });
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, first.why("out"), second.words]).toEqual([
      { out: 3 },
      ["`Config.rate` changed: 2 → 3"],
      { out: "hit" },
    ]);
  });

  it("a literal constant, wherever it is reached", async () => {
    const text = (n: number) =>
      body(
        "return near();",
        `const rates = { Canada: ${n} };\nconst all = { rates };\nfunction near() { return all.rates.Canada; }`,
      );
    expect(await edit(text(1), text(2))).toMatchObject({
      word: "executed",
      why: ["`rates` changed (reached by `near` → `all`): Canada 1 → 2"],
      after: 2,
    });
  });

  it("a class: a method, a field, the class that it extends", async () => {
    const text = (a: string, b: string, c = "{}") =>
      body(
        "return new Child().area();",
        `class Base ${c}\nclass Child extends Base { size = ${a}; area() { return this.size ${b} 2; } }`,
      );
    expect(await edit(text("1", "*"), text("2", "*"))).toMatchObject({
      word: "executed",
      why: ["the class `Child` changed: size 1 → 2"],
      after: 4,
    });
    expect(await edit(text("2", "*"), text("2", "-"))).toMatchObject({
      word: "executed",
      why: ["the class `Child` changed: * → -"],
    });
    expect((await edit(text("2", "-"), text("2", "-", "{ extra = 1 }"))).why[0]).toMatch(
      /^the class `Base` changed \(reached by `Child`\)/,
    );
  });

  it("an enum, and the default of a parameter", async () => {
    const text = (n: number) => body("return Level.High;", `enum Level { Low, High = ${n} }`);
    expect((await edit(text(1), text(2))).why).toEqual(["the helper `Level` changed: High 1 → 2"]);
    const standard = (n: number) => `export function out(x = ${n}) { return x; }`;
    expect(await edit(standard(1), standard(2))).toMatchObject({ word: "executed", before: 1, after: 2 });
  });

  it("a helper that is new, and one that is no longer used", async () => {
    const helper = "const help = () => 1;";
    expect((await edit(body("return 1;", helper), body("return help();", helper))).why).toEqual([
      "the code of `out` changed: 1 → help()",
      "the helper `help` is new",
    ]);
    expect((await edit(body("return help();", helper), body("return 2;", helper))).why).toEqual([
      "the code of `out` changed: help() → 2",
      "the helper `help` is no longer used",
    ]);
  });

  it("going back hits again", async () => {
    expect((await edit(body("return 1;"), body("return 2;"))).word).toBe("executed");
    expect(await edit(body("return 2;"), body("return 1;"))).toMatchObject({ word: "hit", after: 1 });
  });
});

describe("constants", () => {
  it("a computed constant counts by its value: the file that it reads at load", async () => {
    nb.write("rows.json", '{"a": 1}');
    const text = body(
      "return rows.a;",
      `import { readFileSync } from "node:fs";\nconst rows = JSON.parse(readFileSync(${JSON.stringify("ROWS")}, "utf8"));`,
    ).replace("ROWS", `${nb.folder}/rows.json`);
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.words["out"], second.words["out"]]).toEqual(["executed", "hit"]);
    nb.write("rows.json", '{"a": 2}');
    const [third, fourth] = await nb.runTwice(text, ["out"]);
    expect([third.values["out"], third.why("out"), fourth.words["out"]]).toEqual([
      2,
      ["`rows` changed: a 1 → 2"],
      "hit",
    ]);
  });

  it("a computed constant counts by its code too; an equal value cuts off what is below", async () => {
    const text = (n: string) => body("return rates[0];", `const rates = [${n}].map((x) => x * 1);`);
    expect(await edit(text("2"), text("1 + 1"))).toMatchObject({
      word: "unchanged",
      why: ["`rates` changed: 2 → 1 + 1"],
    });
  });

  it("a constant that cannot be versioned counts by its code, and opens the key", async () => {
    const text = (n: number) =>
      `const live = [${n}].map((x) => () => x);\nexport function out() { return live[0](); }\nexport function twin() { return live[0](); }`;
    const [first, second] = await nb.runTwice(text(1), ["out", "twin"]);
    expect([first.words, second.words]).toEqual([
      { out: "executed", twin: "executed" },
      { out: "hit", twin: "hit" },
    ]);
    expect((await nb.run(text(2), ["out"])).why("out")).toEqual(["`live` changed: 1 → 2"]);
  });

  it("what a key cannot hold is marked in plan, record, explanation and text, also of a hit", async () => {
    const text = "let count = 0;\nexport function out() { return ++count; }\nexport function plain() { return 1; }";
    const mark =
      "mutable module state in `count`, line 2: its key does not tell when this changes. Name the node in `recompute` if it matters.";
    await nb.run(text, ["out", "plain"]);
    const dr = nb.driver(text);
    const plan = await dr.plan(["out", "plain"]);
    expect(plan.rows.map(({ name, marks }) => [name, marks])).toEqual([
      ["out", [mark]],
      ["plain", undefined],
    ]);
    await dr.execute(["out", "plain"]);
    const record = await dr.cache.run();
    expect([record.status, record.detail[0]?.marks, record.detail[1]?.marks]).toEqual(["hh", [mark], undefined]);
    for (const told of [String(plan), String(await dr.explain("out")), await dr.cache.viewRun().text()])
      expect(told).toContain(mark);
  });

  it("mutable module state counts by its code, and opens the key", async () => {
    const text = (n: number) =>
      `let count = ${n};\nexport function out() { return ++count; }\nexport function twin() { return ++count; }`;
    const [first, second] = await nb.runTwice(text(0), ["out", "twin"]);
    expect([first.words, second.words]).toEqual([
      { out: "executed", twin: "executed" },
      { out: "hit", twin: "hit" },
    ]);
    expect((await nb.run(text(5), ["out"])).values).toEqual({ out: 6 });
  });

  it("a Map that a later cell writes to counts by its value at each plan", async () => {
    const module = nb.cell(
      "export const prices = new Map([['a', 1]]);\nexport function out() { return prices.get('a'); }",
    ) as object as { prices: Map<string, number> };
    expect((await nb.run(module, ["out"])).values).toEqual({ out: 1 });
    expect((await nb.run(module, ["out"])).words).toEqual({ out: "hit" });
    module.prices.set("a", 2);
    const [third, fourth] = await nb.runTwice(module, ["out"]);
    expect([third.values, third.words, fourth.words]).toEqual([{ out: 2 }, { out: "executed" }, { out: "hit" }]);
  });

  it.each([
    ["a literal constant", "const rates = { a: [1] };"],
    ["a computed constant", "const rates = { a: [1].map((x) => x) };"],
    ["a literal constant that holds functions too", "const rates = { a: [1], tax: (x: number) => x };"],
  ])("what a later cell writes into %s counts, and writing it back hits again", async (_what, declared) => {
    const module = nb.cell(
      `export ${declared}\nexport function out() { return rates.a.reduce((x, y) => x + y); }`,
    ) as object as { rates: { a: number[] } };
    expect((await nb.run(module, ["out"])).words).toEqual({ out: "executed" });
    expect((await nb.run(module, ["out"])).words).toEqual({ out: "hit" });
    module.rates.a.push(2);
    const [third, fourth] = await nb.runTwice(module, ["out"]);
    expect([third.values, third.words, fourth.values, fourth.words]).toEqual([
      { out: 3 },
      { out: "executed" },
      { out: 3 },
      { out: "hit" },
    ]);
    expect(third.why("out")[0]).toMatch(/^`rates` changed/);
    module.rates.a.pop();
    const fifth = await nb.run(module, ["out"]);
    expect(fifth.values).toEqual({ out: 1 });
    if (!declared.includes("tax")) expect(fifth.words).toEqual({ out: "hit" });
    // A new process has the constant as the code says it.
    const text = `export ${declared}\nexport function out() { return rates.a.reduce((x, y) => x + y); }`;
    expect(await nb.run(text, ["out"])).toMatchObject({ values: { out: 1 }, words: { out: "hit" } });
  });

  it("a constant can be sorted by whoever uses it, as it can without a cache", async () => {
    for (const rows of ["[3, 1, 2]", "[3, 1, 2].map((x) => x)"]) {
      const text = `const rows = ${rows};\nexport function a() { return rows; }\nexport function sorted(a: number[]) { return a.sort(); }`;
      const [first, second] = await nb.runTwice(text, ["sorted"]);
      expect([first.values, second.values, second.words]).toEqual([
        { sorted: [1, 2, 3] },
        { sorted: [1, 2, 3] },
        { a: "hit", sorted: "hit" },
      ]);
    }
  });

  it("objects of the process and of other modules stay as they are", async () => {
    nb.write("lib.ts", "export const log: string[] = [];");
    const text = `import util from "node:util";\nimport * as lib from "./lib";\nconst argv = process.argv;\nconst options = util.inspect.defaultOptions;\nconst entries = lib.log;\nexport function out() { return [argv.length > 0, typeof options.depth, entries.length]; }`;
    const [first, second] = await nb.runTwice(text, ["out"]);
    expect([first.values, second.words]).toEqual([{ out: [true, "number", 0] }, { out: "hit" }]);
    for (const object of [process.argv, (await import("node:util")).inspect.defaultOptions])
      expect(Object.isFrozen(object)).toBe(false);
  });
});

describe("defaults of parameters", () => {
  it("a default that applies is the same as that value given, and so is `undefined`", async () => {
    const text = "export function out(x: number, y = 2) { return x + y; }";
    expect((await nb.run(text, ["out"], { inputs: { x: 1 } })).words["out"]).toBe("executed");
    for (const inputs of [{ x: 1, y: 2 }, { x: 1, y: undefined }, { x: 1 }]) {
      const ran = await nb.run(text, ["out"], { inputs });
      expect([ran.values["out"], ran.words["out"]]).toEqual([3, "hit"]);
    }
    const other = await nb.run(text, ["out"], { inputs: { x: 1, y: 3 } });
    expect(other.why("out")).toEqual(["the input `y` changed: 2 → 3"]);
    expect((await nb.run(text, ["out"], { inputs: { x: 1 } })).words["out"]).toBe("hit");
  });

  it("a default that is code counts by its value", async () => {
    const text = (n: number) => `const rates = { x: ${n} };\nexport function out(y = rates.x) { return y; }`;
    const [first, second] = await nb.runTwice(text(1), ["out"]);
    expect([first.values, second.words["out"]]).toEqual([{ out: 1 }, "hit"]);
    expect((await nb.run(text(1), ["out"], { inputs: { y: 1 } })).words["out"]).toBe("hit");
    const [third, fourth] = await nb.runTwice(text(2), ["out"]);
    expect([third.values, fourth.words["out"]]).toEqual([{ out: 2 }, "hit"]);
  });

  it("a default that mentions an earlier parameter follows it", async () => {
    const text = "export function out(x: number, y = x * 2) { return [x, y]; }";
    const [first, second] = await nb.runTwice(text, ["out"], { inputs: { x: 1 } });
    expect([first.values, second.words["out"]]).toEqual([{ out: [1, 2] }, "hit"]);
    expect((await nb.run(text, ["out"], { inputs: { x: 2 } })).values).toEqual({ out: [2, 4] });
  });

  it("a default does not outlive the body that changes it", async () => {
    const text =
      "export function out(list: number[] = []) { list.push(1); return list; }\nexport function twice(list: number[] = []) { list.push(2); return list; }";
    const [first, second] = await nb.runTwice(text, ["out", "twice"]);
    expect(first.values).toEqual({ out: [1], twice: [2] });
    expect(second.values).toEqual(first.values);
  });
});

describe("names", () => {
  it("a renamed node hits, and says what it was called", async () => {
    const text = (name: string) => `export function ${name}(x: number) { return x > 9 ? x : x * 2; }`;
    await nb.run(text("clean"), ["clean"], { inputs: { x: 1 } });
    const [first, second] = await nb.runTwice(text("tidy"), ["tidy"], { inputs: { x: 1 } });
    expect([first.words["tidy"], first.why("tidy")]).toEqual(["hit", ["formerly `clean`"]]);
    expect(second.words["tidy"]).toBe("hit");
  });

  it("two nodes with one computation execute once, and the second says so", async () => {
    const text =
      "export function one(x: number) { return [x]; }\nexport function two(x: number) { return [x]; }\nexport function out(one: number[], two: number[]) { return one.length + two.length; }";
    const [first, second] = await nb.runTwice(text, ["out", "two"], { inputs: { x: 1 } });
    expect(first.words).toEqual({ x: "given", one: "executed", two: "hit", out: "executed" });
    expect([first.why("two"), second.why("two")]).toEqual([
      ["same computation as `one`"],
      ["same computation as `one`"],
    ]);
    expect(second.words).toEqual({ x: "given", one: "hit", two: "hit", out: "hit" });
    expect(second.values).toEqual({ out: 2, two: [1] });
  });

  it("`function` mode counts the function's own text only, with its name", async () => {
    const cache = { codeVersion: "function" } as const;
    const text = (n: number, name = "out") => `const rate = ${n};\nexport function ${name}() { return rate; }`;
    await nb.run(text(1), ["out"], { cache });
    expect((await nb.run(text(2), ["out"], { cache })).words).toEqual({ out: "hit" });
    expect((await nb.run(text(1, "other"), ["other"], { cache })).words).toEqual({ other: "executed" });
    expect((await nb.run(text(1, "other"), ["other"], { cache })).words).toEqual({ other: "hit" });
  });
});

import { describe, expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";
import { versionOf } from "./versionOf.ts";

describe("a name that the module changes after loading is mutable, and the line is named", () => {
  test.each([
    ["let x = 0", "x++", "x++"],
    ["let x = 0", "x = 1", "x = 1"],
    ["let x = 0", "[x] = [1]", "[x] = [1]"],
    ["let x = 0", "({ a: x } = { a: 1 })", "{ a: x } = { a: 1 }"],
    ["let x = 0", "for (x of [1]) {}", "for (x of [1]) {}"],
    ["const x = { n: 0 }", "x.n++", "x.n++"],
    ["const x: any = { a: { b: 1 } }", "x.a['b'] += 2", "x.a['b'] += 2"],
    ["const x: any = {}", "delete x.a", "delete x.a"],
    ["const x: any = {}", "(x as any)!.a ??= 1", "(x as any)!.a ??= 1"],
    ["const x: any = {}", "Object.assign(x, { a: 1 })", "Object.assign(x, { a: 1 })"],
    ["const x = new Map()", "x.set(1, 2)", "x.set(1, 2)"],
    ["const x = new Map<number, number[]>()", "x.get(1)!.push(2)", "x.get(1)!.push(2)"],
    ["const x = new Set()", "return x.add(1)", "x.add(1)"],
    ["const x = [3, 1]", "return x.sort()", "x.sort()"],
    ["const x: number[] = load()", "return x.sort()", "x.sort()"],
    ["const x = JSON.parse('[]')", "return x.reverse()", "x.reverse()"],
    ["const x = load()", "x.push(1);", "x.push(1)"],
    ["const x = new Date()", "x.setHours(1)", "x.setHours(1)"],
    ["const x = { a: [1] }", "[2].forEach((n) => x.a.push(n))", "x.a.push(n)"],
  ])("%s … %s", (declaration, body, text) => {
    const facts = analyzeModule(`import { load } from "pkg"; ${declaration}\nexport function f() { ${body} }`);
    expect(facts.parts.x!.class).toBe("mutable");
    expect(facts.parts.x!.doubts).toMatchObject([
      { what: "mutable module state", line: 2, text: expect.stringContaining(text) },
    ]);
  });
});

describe("reading is no change", () => {
  test.each([
    ["const x = [1]", "return x.toSorted()", "literal"],
    ["const x = [1]", "return x.slice().sort()", "literal"],
    ["const x = [1]", "return [...x].sort()", "literal"],
    ["const x = [1]", "return x.map((n) => n + 1)", "literal"],
    ["const x = { a: 1 }", "return { ...x, a: x.a }", "literal"],
    ["const x = { a: 1 }", "const y = { x }; return y", "literal"],
    ["const x = { a: 1 }", "return -x.a + [x].length", "literal"],
    ["const x = { a: 1 }", "return Object.assign({}, x)", "literal"],
    ["const x = { a: 1 }", "const f2 = (x: any) => { x.a = 2 }; return f2", "literal"],
    ["const x = load()", "return x.sort('a')", "computed"],
    ["const x = new Map([[1, 2]])", "return x.get(1)", "computed"],
  ])("%s … %s", (declaration, body, expected) => {
    const facts = analyzeModule(`import { load } from "pkg"; ${declaration}\nexport function f() { ${body} }`);
    expect(facts.parts.x!).toMatchObject({ class: expected, doubts: [] });
  });
});

describe("a constant that is only filled while the module loads counts by its value, and by the code that fills it", () => {
  const text = (key: string): string => `const x = new Map();
for (const k of ["${key}"]) x.set(k, 1);
["b"].forEach((k) => { x.set(k, 2) });
export function f() { return x.get("a") }`;

  test("its class is computed, without a doubt", () => {
    expect(analyzeModule(text("a")).parts.x).toMatchObject({ class: "computed", doubts: [] });
  });

  test("another filling is another code version", () => {
    expect(versionOf(text("a"), "f")).toBe(versionOf(text("a"), "f"));
    expect(versionOf(text("a"), "f")).not.toBe(versionOf(text("c"), "f"));
  });

  test("let reassigned while loading", () => {
    const facts = analyzeModule("let x = 1; if (process.pid) x = 2; export function f() { return x }");
    expect(facts.parts.x!.class).toBe("computed");
    expect(facts.parts.x!.refs).toEqual([]);
  });
});

test("a callback that may run later makes state", () => {
  const facts = analyzeModule("const x = new Map(); setInterval(() => { x.set(1, 2) }, 10);");
  expect(facts.parts.x!.class).toBe("mutable");
});

test("a function stays a function when its property is counted up, and the line is named", () => {
  const facts = analyzeModule("export function f() { return f.calls++ }\nf.calls = 0;");
  expect(facts.parts.f).toMatchObject({ class: "function", doubts: [{ what: "mutable module state", line: 1 }] });
});

test.each(["C.n++", "this.n++", "(() => { this.n = 1 })()"])(
  "a class stays a class when a static method does %s",
  (body) => {
    const facts = analyzeModule(`class C { static n = 0; static next() { ${body} } m() { this.n = 1 } n = 1 }`);
    expect(facts.parts.C).toMatchObject({ class: "class", doubts: [{ what: "mutable module state", line: 1 }] });
  },
);

test("properties set on a function and static fields of a class count as its code", () => {
  const fn = (n: string): string => versionOf(`export function f() { return f.unit }\nf.unit = ${n};`, "f");
  const cls = (n: string): string =>
    versionOf(`class C { static unit = ${n} }\nexport function f() { return C.unit }`, "f");
  expect(fn("1")).not.toBe(fn("2"));
  expect(cls("1")).not.toBe(cls("2"));
});

test("static fields and properties computed at load count by value; what no one can look at is named", () => {
  const partsOf = (text: string) => {
    const { doubts, computedProperties } = analyzeModule(text).parts.C!;
    return [computedProperties, doubts.map((d) => `${d.what}: ${d.text}`)];
  };
  expect(partsOf("class C { static at = Date.now(); static one = 1 }")).toEqual([true, []]);
  expect(partsOf("class C {}\nC.at = Date.now();")).toEqual([true, []]);
  expect(partsOf("class C { static one = 1 }\nC.two = 2;")).toEqual([undefined, []]);
  expect(partsOf("class C { static { C.one = Number('1') } }")).toEqual([
    true,
    ["computed static field: static { C.one = Number('1') }"],
  ]);
  expect(partsOf("class C { static #at = Date.now() }")).toEqual([
    undefined,
    ["computed static field: static #at = Date.now()"],
  ]);
});

describe("top-level code that may change the world counts for every function", () => {
  test.each([
    ["a package's settings", (v: string) => `import pl from "pl"; pl.Config.setRows(${v});`],
    ["an environment variable", (v: string) => `process.env["A"] = "${v}";`],
    ["a call of a helper", (v: string) => `function setup() { return ${v} } setup();`],
    ["a field of an import", (v: string) => `import pl from "pl"; pl.rows = ${v};`],
  ])("%s", (_what, code) => {
    const version = (v: string): string => versionOf(`${code(v)}\nexport function f() { return 1 }`, "f");
    expect(version("1")).not.toBe(version("2"));
  });

  test("printing and filling a constant do not", () => {
    const version = (v: string): string =>
      versionOf(`const m = new Map(); m.set(${v}, 1); console.log(${v}, m);\nexport function f() { return 1 }`, "f");
    expect(version("1")).toBe(version("2"));
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

afterEach(() => {
  delete (globalThis as { rate?: number }).rate;
});

const READ = "function read() { return (globalThis as any).rate as number; }\n";

/** What a text gives before and after the world that it reads at load has changed; each run stands for a new process. */
async function whenRateChanges(text: string) {
  Object.assign(globalThis, { rate: 2 });
  const [first, second] = await nb.runTwice(READ + text, ["out"]);
  Object.assign(globalThis, { rate: 3 });
  const [third, fourth] = await nb.runTwice(READ + text, ["out"]);
  expect([second.words["out"], fourth.words["out"]]).toEqual(["hit", "hit"]);
  expect([second.values, fourth.values]).toEqual([first.values, third.values]);
  return [first.values["out"], third.values["out"]];
}

const out = (expression: string) => `export function out() { return ${expression}; }`;

describe("what is computed while the module is loaded counts by its value", () => {
  it.each([
    [
      "properties assigned to a function",
      `function h() { return h.v; }\nObject.assign(h, { v: read() });\n${out("h()")}`,
    ],
    ["properties assigned to a class", `class C { static v: any; }\nObject.assign(C, { v: read() });\n${out("C.v")}`],
    [
      "a namespace merged with a function",
      `function h() { return h.v; }\nnamespace h { export const v = read(); }\n${out("h()")}`,
    ],
    ["a namespace merged with a class", `class C {}\nnamespace C { export const v = read(); }\n${out("C.v")}`],
    [
      "a static block that calls nothing",
      `class C { static v: any; static { C.v = (globalThis as any).rate; } }\n${out("C.v")}`,
    ],
    ["a constant taken from a static field", `class C { static v = read(); }\nconst t = C.v;\n${out("t")}`],
    ["one taken by its key", `class C { static v = read(); }\nconst t = C["v"];\n${out("t")}`],
    ["one taken from a property of a function", `function f() {}\nf.v = read();\nconst t = f.v;\n${out("t")}`],
    [
      "one taken from a class inside a literal",
      `class C { static v = read(); }\nconst all = { C };\nconst t = all.C.v;\n${out("t")}`,
    ],
    ["a text made of an object", `const o = { toString: () => String(read()) };\nconst t = \`\${o}\`;\n${out("t")}`],
    ["a sum made of an object", `const o = { valueOf: () => read() };\nconst t = o + 1;\n${out("t")}`],
    ["a comparison of objects", `const o = { valueOf: () => read() };\nconst t = o > 2;\n${out("t")}`],
    [
      "a key made of an object",
      `const o = { toString: () => "k" + read() };\nconst t = { [o as any]: 1 };\n${out("t")}`,
    ],
    [
      "a constant that is filled by a helper",
      `const rows: number[] = [];\nfunction fill(r: number[]) { r.push(read()); }\nfill(rows);\n${out("rows[0]")}`,
    ],
    [
      "one that is filled in the initialiser of another",
      `const rows: number[] = [];\nfunction fill(r: number[]) { r.push(read()); return 0; }\nconst done = fill(rows);\n${out("rows[0]")}`,
    ],
    [
      "one that is handed over inside an object",
      `const rows: number[] = [];\nfunction fill({ r }: { r: number[] }) { r.push(read()); }\nfill({ r: rows });\n${out("rows[0]")}`,
    ],
    [
      "one that is filled under another name",
      `const cfg: any = {};\nconst alias = cfg;\nalias.v = (globalThis as any).rate;\n${out("cfg.v")}`,
    ],
    [
      "one that is filled through a constant that holds it",
      `const cfg: any = {};\nconst all = { list: [cfg] };\nall.list[0].v = (globalThis as any).rate;\n${out("cfg.v")}`,
    ],
  ])("%s", async (_what, text) => {
    const [before, after] = await whenRateChanges(text);
    expect(after).not.toEqual(before);
  });
});

it("a namespace that holds what has no version is marked", async () => {
  const dr = nb.driver(`namespace N { export class C { static v = [1].map((x) => x)[0]; } }\n${out("N.C.v")}`);
  expect((await dr.plan(["out"])).rows[0]?.marks).toEqual([expect.stringMatching(/^`N` has no version/)]);
});

it("a private state of a namespace beside a function, at which nobody can look, is marked", async () => {
  const text = `function h() { return h.get(); }\nnamespace h { const v = [1].map((x) => x)[0]; export const get = () => v; }\n${out("h()")}`;
  const dr = nb.driver(text);
  expect((await dr.plan(["out"])).rows[0]?.marks).toEqual([
    expect.stringMatching(/^state in a namespace in `h`, line 2/),
  ]);
});

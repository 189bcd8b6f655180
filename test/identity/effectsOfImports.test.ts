// What if loading an import changes more than its own names? Then it counts for every function that is loaded with it.
import { describe, expect, it } from "vitest";
import { createLoader } from "../../src/index.ts";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

const text = `import { helper } from "./lib";
export function uses() { return helper(1); }
export function other() { return [3, 1, 2].length + ((globalThis as any).importedEffect ?? 0); }`;

const EDITS: readonly (readonly [string, string, string])[] = [
  ["a statement", "(globalThis as any).importedEffect = 1;", "(globalThis as any).importedEffect = 2;"],
  [
    "an initialiser",
    "export const set = Object.assign(globalThis, { importedEffect: 1 });",
    "export const set = Object.assign(globalThis, { importedEffect: 2 });",
  ],
  [
    "a function that it runs",
    "function install() { (globalThis as any).importedEffect = 1; }\ninstall();",
    "function install() { (globalThis as any).importedEffect = 2; }\ninstall();",
  ],
];
const HELPER = "\nexport const helper = (n: number) => n + 1;";

describe("a file with effects at its top level", () => {
  it.each(EDITS)("by %s: an edit executes what does not name it too", async (_what, before, after) => {
    nb.write("lib.ts", before + HELPER);
    expect((await nb.run(text, ["uses", "other"])).values).toEqual({ uses: 2, other: 4 });
    nb.write("lib.ts", after + HELPER);
    const [first, second] = await nb.runTwice(text, ["uses", "other"]);
    expect([first.values, first.words["other"]]).toEqual([{ uses: 2, other: 5 }, "executed"]);
    expect(second.words).toEqual({ uses: "hit", other: "hit" });
  });

  it("behind another file: the same", async () => {
    nb.write("lib.ts", `import { two } from "./deep";${HELPER}\nexport const three = () => two;`);
    nb.write("deep.ts", "(globalThis as any).importedEffect = 1;\nexport const two = 2;");
    await nb.run(text, ["other"]);
    nb.write("deep.ts", "(globalThis as any).importedEffect = 2;\nexport const two = 2;");
    const ran = await nb.run(text, ["other"]);
    expect([ran.values, ran.words["other"]]).toEqual([{ other: 5 }, "executed"]);
  });

  it("that is imported by `import()` only counts where that is", async () => {
    const later = text
      .replace('import { helper } from "./lib";', "")
      .replace("return helper(1)", "return import('./lib')");
    nb.write("lib.ts", `(globalThis as any).importedEffect = 1;${HELPER}`);
    await nb.run(later, ["other"]);
    nb.write("lib.ts", `(globalThis as any).importedEffect = 2;${HELPER}`);
    expect((await nb.run(later, ["other"])).words["other"]).toBe("hit");
  });
});

it.each([
  ["constants and functions", "const rate = 2;\nclass Row {}\nexport const rows = [new Row()];"],
  ["a table made by a call", "export const table = new Map([1, 2].map((n) => [n, n * 2]));"],
])("a file of %s counts only for what names it", async (_what, above) => {
  nb.write("lib.ts", above + HELPER);
  await nb.run(text, ["uses", "other"]);
  nb.write("lib.ts", `${above}\nexport const helper = (n: number) => n + 2;`);
  expect((await nb.run(text, ["uses", "other"])).words).toEqual({ uses: "executed", other: "hit" });
});

it("a cell with effects counts for every function of a cell that imports it", async () => {
  const versions = [];
  for (const effect of [1, 2, undefined, undefined]) {
    const loader = createLoader({ root: nb.folder });
    const statement = effect === undefined ? "" : `(globalThis as any).importedEffect = ${effect};`;
    await loader.loadModule(statement + HELPER, { name: "lib" });
    const { namespace } = await loader.loadModule(text, { name: "basics" });
    versions.push((await nb.run(namespace, ["other"])).words["other"]);
  }
  expect(versions).toEqual(["executed", "executed", "unchanged", "hit"]);
});

import { describe, expect, it } from "vitest";
import { createLoader } from "../../../src/index.ts";
import { notebook, ranBy } from "../notebook.ts";

const nb = notebook();

const TEXT = `
import { twice } from "./helper.ts";
import data from "./data.json";
export const rates = { Canada: 0.73 };
const steps = Array.from({ length: 3 }, (_, i) => i + 1);
export function rows(): number[] { return steps.map((n) => twice(n) + data.extra); }
export const total = (rows: number[], rate: number = rates.Canada): number => rows.reduce((sum, n) => sum + n, 0) * rate;
`;

function write(text = TEXT) {
  nb.write("helper.ts", "export const twice = (n: number): number => 2 * n;");
  nb.write("data.json", '{ "extra": 10 }');
  return nb.write("features.ts", text);
}

/** What \`import * as features from "./features.ts"\` gives in a cell that is no module itself. */
const imported = (specifier = "./features.ts", loader = createLoader({ root: nb.folder })) =>
  loader.require(specifier, nb.folder) as { rates: { Canada: number } };

describe("a file that a cell imports, as a module", () => {
  it("has the code versions of the same text in a cell, and they hit each other's results", async () => {
    write();
    const cell = nb.driver(TEXT);
    const file = nb.driver(imported());
    await ranBy(cell, ["total"]);
    const { words, values } = await ranBy(file, ["total"]);
    expect([words, values]).toEqual([{ rows: "hit", rate: "not needed", total: "hit" }, { total: 42 * 0.73 }]);
    expect(file.cache.codeVersions[file.cache.lastRunId!]).toEqual(cell.cache.codeVersions[cell.cache.lastRunId!]);
  });

  it("an edit is seen by whoever imports it again; what was imported before stays what it was", async () => {
    write();
    const loader = createLoader({ root: nb.folder });
    const before = imported("./features.ts", loader);
    await nb.run(before, ["total"]);
    nb.write("helper.ts", "export const twice = (n: number): number => 3 * n;");
    const after = await nb.run(imported("./features.ts", loader), ["total"]);
    expect([after.values["total"], after.words["rows"]]).toEqual([48 * 0.73, "executed"]);
    const again = await nb.run(before, ["total"]);
    expect([again.values["total"], again.words["rows"]]).toEqual([42 * 0.73, "hit"]);
  });

  it("R8: a constant that was changed since it was imported is seen", async () => {
    write();
    await nb.run(imported(), ["total"]);
    const changed = imported();
    changed.rates.Canada = 1;
    const { words, values } = await nb.run(changed, ["total"]);
    expect([values, words]).toMatchObject([{ total: 42 }, { rows: "hit", total: "executed" }]);
  });

  it("its exports are those that it has, and no more", () => {
    write();
    expect(Object.keys(imported()).sort()).toEqual(["rates", "rows", "total"]);
  });

  it("one that awaits at its top level, by import()", async () => {
    write(`const k = await Promise.resolve(2);\nexport const one = (): number => k;`);
    nb.write("cell.ts", 'export const features = import("./features.ts");');
    const cell = createLoader({ root: nb.folder }).require("./cell.ts", nb.folder) as { features: Promise<object> };
    const [first, second] = await nb.runTwice(await cell.features, ["one"]);
    expect([first.words, second.words, second.values]).toEqual([{ one: "executed" }, { one: "hit" }, { one: 2 }]);
  });

  it("files that import each other", async () => {
    write('import { k } from "./helper.ts";\nexport const one = (): number => k();\nexport const base = 1;');
    nb.write("helper.ts", 'import { base } from "./features.ts";\nexport const k = () => base + 1;');
    const [first, second] = await nb.runTwice(imported(), ["one"]);
    expect([first.values, second.words]).toEqual([{ one: 2 }, { one: "hit" }]);
  });

  it("R20: what it returns of its own constants nobody can spoil", async () => {
    write(
      "const list = [1, 2];\nexport const raw = (): number[] => list;\nexport const grown = (raw: number[]): number => raw.push(9);",
    );
    const features = imported();
    await nb.run(features, ["grown"]);
    expect((await nb.run(features, ["grown"], { recompute: true })).values).toEqual({ grown: 3 });
  });
});

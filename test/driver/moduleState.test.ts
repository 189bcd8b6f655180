// Does a module notice what becomes of its own constants, and of values that are them?
import { describe, expect, it } from "vitest";
import { moduleOf } from "../../src/dataflow/module.ts";
import { createLoader } from "../../src/index.ts";
import { notebook } from "./notebook.ts";

const nb = notebook();

function loaded(text: string) {
  const namespace = nb.cell(text) as Record<string, () => unknown>;
  const instance = moduleOf(namespace)!;
  void instance.load();
  return { instance, call: (name: string) => namespace[name]!() };
}

describe("a body that writes into a constant is noticed", () => {
  it.each([
    ["a literal one", "const rates: any = { a: [1] };", "rates.a.push(2)", "the constant `rates` changed"],
    ["a computed one", "const rates = [1].map((x) => x);", "rates.push(2)", "the constant `rates` changed"],
    ["one with functions", "const rates: any = { f: () => 1 };", "rates.g = 2", "the constant `rates` changed"],
    ["a Map", "const rates = new Map();", "rates.set(1, 2)", "the constant `rates` changed"],
    ["a static", "class C { static a = [1].map((x) => x); }", "C.a.push(2)", "the constant `C.a` changed"],
    ["a primitive", "const rates = 1;", "rates", undefined],
  ])("%s", (_what, declared, write, said) => {
    const name = declared.includes("class C") ? "C" : "rates";
    // `eval` hides the write from the analysis.
    const text = `${declared}\nexport function out() { return [${name}]; }\nexport function other() { return 1; }\nexport function spoil() { ${name}; eval(${JSON.stringify(write)}); }`;
    const { instance, call } = loaded(text);
    for (let round = 0; round < 2; round++) {
      const out = instance.codeVersionOf("out", "closure");
      const other = instance.codeVersionOf("other", "closure");
      expect(instance.stateChanged(out)).toBe(undefined);
      call("spoil");
      if (round === 1 && declared.includes("f: ")) continue; // writes the same once more
      if (round === 1 && name === "rates" && declared.includes("Map")) continue;
      expect(instance.stateChanged(out)).toBe(said);
      expect(instance.stateChanged(other)).toBe(undefined);
    }
  });

  it("in another cell that it imports", async () => {
    const loader = createLoader({ root: nb.folder });
    const load = async (text: string, name: string) => (await loader.loadModule(text, { name })).namespace;
    const base = (await load("export const rates = { a: 1 };", "base")) as { rates: { a: number } };
    const user = moduleOf(
      await load("import { rates } from './base';\nexport function out() { return rates.a; }", "user"),
    )!;
    for (let round = 0; round < 2; round++) {
      const out = user.codeVersionOf("out", "closure");
      expect(user.stateChanged(out)).toBe(undefined);
      base.rates.a++;
      expect(user.stateChanged(out)).toBe("the imported `./base` changed");
    }
  });
});

describe("a value that shares an object with its module is told from one that does not", () => {
  it.each([
    ["const rows = [{ a: 1 }];", "rows", true],
    ["const rows = [{ a: 1 }];", "[rows[0]]", true],
    ["const rows = [{ a: 1 }];", "new Map([[1, new Set(rows)]])", true],
    ["const rows = [{ a: 1 }];", "rows.map((row) => ({ ...row }))", false],
    ["const rows = new Float64Array(8);", "rows.subarray(1, 2)", true],
    ["const rows = new Float64Array(8);", "rows.slice(1, 2)", false],
    ["const rows = new Date(0);", "{ at: rows }", true],
    ["class Row { cells = rows; }\nconst rows = [1];", "new Row()", true],
    ["class Rows { static all = [1]; }", "Rows.all", true],
    ["let rows: number[] = [];\nexport function grow() { rows = [1]; }", "rows", true],
    ["const rows = { list: [1], f: () => 1 };", "rows.list", true],
    ["const rows = 1;", "[rows]", false],
    ["import { rows } from './lib';", "rows.deep", true],
    ["import { rows } from './lib';", "[...rows.deep]", false],
    ["import rows from './lib.json';", "rows.deep", true],
  ])("%s return %s", (declared, out, shares) => {
    nb.write("deep.ts", "export const deep = [1];");
    nb.write("lib.ts", "import { deep } from './deep';\nexport const rows = { deep };");
    nb.write("lib.json", '{ "deep": [1] }');
    const { instance, call } = loaded(`${declared}\nexport function out() { return ${out}; }`);
    for (let round = 0; round < 2; round++) {
      instance.codeVersionOf("out", "closure");
      expect(instance.sharesState(call("out"))).toBe(shares);
    }
  });
});

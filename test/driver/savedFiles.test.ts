// R29: does a saver's hit mean that its file holds what it saved?
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { CacheOptions } from "../../src/index.ts";
import { file, memoryMetadata, memoryResults } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { notebook, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const text = (rows: string, extra = "") => `
import fs from "node:fs";
import { dataSaver } from "cellar";
export function rows(): number[] { globalThis.tally("rows"); return ${rows}; }
export const saved = dataSaver((rows: number[], target: string) => {
  globalThis.tally("saved");
  fs.writeFileSync(target, rows.join());
  return { path: target, count: rows.length };
});
export function lines(saved: { path: string }): string { globalThis.tally("lines"); return fs.readFileSync(saved.path, "utf8")${extra}; }
`;

async function kept(source: string, target = "out.csv", cache: CacheOptions = {}, names = ["lines"]) {
  const dr = nb.driver(source, cache);
  const asking = { inputs: { target: path.join(nb.folder, target) } };
  return keptBy(dr, names, asking);
}
const held = (name = "out.csv") => fs.readFileSync(path.join(nb.folder, name), "utf8");

describe("R29: a saver", () => {
  it("hits as long as the file holds what it saved, and is not marked for writing it", async () => {
    const first = await kept(text("[1, 2]"));
    expect(first.record.detail[first.record.graph.names.indexOf("saved")]?.marks).toBeUndefined();
    expect((await kept(text("[1, 2]"))).words).toMatchObject({ saved: "hit", lines: "hit" });
    fs.utimesSync(path.join(nb.folder, "out.csv"), 1, 1);
    expect((await kept(text("[1, 2]"))).words).toMatchObject({ saved: "hit" });
    expect(count).toEqual({ rows: 1, saved: 1, lines: 1 });
  });

  it.each([
    ["was changed", () => nb.write("out.csv", "mine")],
    ["is gone", () => fs.rmSync(path.join(nb.folder, "out.csv"))],
  ])("saves again where the file %s, and says so", async (what, harm) => {
    await kept(text("[1, 2]"));
    harm();
    const again = await kept(text("[1, 2]"));
    expect(again.words).toMatchObject({ rows: "hit", saved: "unchanged", lines: "hit" });
    expect(again.plan.rows.find(({ name }) => name === "lines")).toMatchObject({ what: "may execute", likely: "hit" });
    expect(again.why("saved")).toEqual([
      expect.stringMatching(new RegExp(`^the file .*out.csv\`, saved by run 1, ${what}$`)),
    ]);
    expect(held()).toBe("1,2");
  });

  it("saves to each destination, and tells each what it saved there", async () => {
    await kept(text("[1, 2]"), "one.csv");
    const other = await kept(text("[1, 2]"), "two.csv", {}, ["saved"]);
    expect(other.values["saved"]).toMatchObject({ path: path.join(nb.folder, "two.csv") });
    expect([held("one.csv"), held("two.csv")]).toEqual(["1,2", "1,2"]);
    const back = await kept(text("[1, 2]"), "one.csv", {}, ["saved"]);
    expect([back.words["saved"], back.values["saved"]]).toMatchObject([
      "hit",
      { path: path.join(nb.folder, "one.csv") },
    ]);
  });

  it("what reads it sees other content, though the value is the same; and back again it hits", async () => {
    await kept(text("[1, 2]"));
    const other = await kept(text("[3, 4]"));
    expect([other.values, other.words]).toMatchObject([{ lines: "3,4" }, { saved: "unchanged", lines: "executed" }]);
    expect(other.why("lines")).toEqual(["what `saved` saved changed"]);
    const back = await kept(text("[1, 2]"));
    expect(back.words).toMatchObject({ rows: "hit", saved: "unchanged", lines: "hit" });
    expect(held()).toBe("1,2");
  });

  it("is looked at before a hit below it is believed, also by another driver and with stores in memory", async () => {
    const cache = { metadataStore: memoryMetadata(), resultStore: memoryResults() };
    await kept(text("[1, 2]"), "out.csv", cache);
    nb.write("out.csv", "mine");
    const again = await kept(text("[1, 2]", ".length"), "out.csv", cache);
    expect([again.words["saved"], again.values]).toEqual(["unchanged", { lines: 3 }]);
  });

  it("names several files by `paths`, and what is no file is not looked at", async () => {
    const many = `
import fs from "node:fs";
import { dataSaver } from "cellar";
export const saved = dataSaver((target: string) => {
  fs.writeFileSync(target + ".a", "a"); fs.writeFileSync(target + ".b", "b");
  return { path: "s3://bucket/key", paths: [target + ".a", target + ".b", 7] };
});`;
    await kept(many, "out", {}, ["saved"]);
    expect((await kept(many, "out", {}, ["saved"])).words["saved"]).toBe("hit");
    nb.write("out.b", "x");
    expect((await kept(many, "out", {}, ["saved"])).why("saved")).toEqual([
      expect.stringMatching(/out\.b`, saved by run 1, was changed/),
    ]);
  });

  it.each([
    ["a check", 'checkOutput({ type: "object" }, ', ")"],
    ["a step", "pipeOutput([step(same)], ", ")"],
    ["a step of what reads it", "", "", "pipeInput({ saved: [step(same)] }, ", ")"],
    ["an extraction", 'extractFields(["path"], ', ")", "inject({ saved: source('path') }, ", ")"],
  ])("what reads it through %s sees other content too", async (_, open, close, openLines = "", closeLines = "") => {
    const through = (rows: string) => `
import fs from "node:fs";
import { checkOutput, dataSaver, extractFields, inject, pipeInput, pipeOutput, source, step } from "cellar";
const same = (saved: { path: string }): { path: string } => saved;
export const rows = (): number[] => ${rows};
export const saved = ${open}dataSaver((rows: number[], target: string) => { fs.writeFileSync(target, rows.join()); return { path: target }; })${close};
export const lines = ${openLines}(saved: any): string => fs.readFileSync(saved.path ?? saved, "utf8")${closeLines};
`;
    for (const rows of ["[1, 2]", "[3, 4]", "[1, 2]"]) {
      const ran = await kept(through(rows));
      expect([ran.values, held()]).toEqual([
        { lines: rows.slice(1, -1).replace(" ", "") },
        rows.slice(1, -1).replace(" ", ""),
      ]);
    }
    expect((await kept(through("[1, 2]"))).words["lines"]).toBe("hit");
  });

  it("that is computed once per item is looked at file by file, and what reads it sees other content", async () => {
    const each = `
import fs from "node:fs";
import { collect, dataSaver, parallelizable } from "cellar";
export const city = parallelizable(() => ["oslo", "rome"]);
export const saved = dataSaver((city: string, target: string, mark: string) => {
  globalThis.tally("saved");
  const path = target + city;
  fs.writeFileSync(path, mark + city);
  return { path };
});
export function lines(saved: { path: string }): string { return fs.readFileSync(saved.path, "utf8"); }
export const all = collect({}, (lines: string[]) => lines);
export const both = collect({}, (saved: { path: string }[]) => saved.map(({ path }) => fs.readFileSync(path, "utf8")));
`;
    const ran = async (mark: string) => {
      const asking = { inputs: { target: path.join(nb.folder, "out-"), mark } };
      return keptBy(nb.driver(each), ["all", "both"], asking);
    };
    for (const mark of ["a", "b", "a"]) {
      const cities = [`${mark}oslo`, `${mark}rome`];
      expect((await ran(mark)).values).toEqual({ all: cities, both: cities });
    }
    expect((await ran("a")).words).toMatchObject({ all: "hit", both: "hit" });
    expect(count).toEqual({ saved: 6 });
    fs.rmSync(path.join(nb.folder, "out-rome"));
    expect((await ran("a")).values["both"]).toEqual(["aoslo", "arome"]);
    expect([held("out-rome"), count]).toEqual(["arome", { saved: 7 }]);
  });

  it("a cache that is emptied forgets what was saved", async () => {
    await kept(text("[1, 2]"));
    const dr = nb.driver(text("[1, 2]"));
    await dr.cache.metadataStore.deleteAll();
    nb.write("out.csv", "mine");
    expect((await kept(text("[1, 2]"))).words).toMatchObject({ saved: "executed", lines: "executed" });
  });

  it.each([
    ["a folder", "{ path: target }", ""],
    ["a file: URL", "{ path: pathToFileURL(target + '/part').href }", "/part"],
    ["a URL", "{ path: pathToFileURL(target + '/part') }", "/part"],
    ["a list of what was saved", "[{ path: target + '/part' }]", "/part"],
    ["one text as `paths`", "{ paths: target + '/part' }", "/part"],
  ])("names %s", async (_, value, gone) => {
    const folder = `
import fs from "node:fs";
import { pathToFileURL } from "node:url";
import { dataSaver } from "cellar";
export const saved = dataSaver((target: string) => {
  fs.mkdirSync(target + "/deep/er", { recursive: true });
  for (const name of ["/part", "/deep/er/part"]) fs.writeFileSync(target + name, "x");
  return ${value};
});`;
    const again = () => kept(folder, "out", {}, ["saved"]);
    await again();
    expect((await again()).words["saved"]).toBe("hit");
    nb.write("out/part", "y");
    expect((await again()).why("saved")).toEqual([expect.stringMatching(/saved by run 1, was changed$/)]);
    fs.rmSync(path.join(nb.folder, `out${gone}`), { recursive: true });
    expect((await again()).why("saved")).toEqual([expect.stringMatching(/is gone$/)]);
    expect([held("out/part"), (await again()).words["saved"]]).toEqual(["x", "hit"]);
  });

  it("looks at all that is in a folder: a file below, one more, one less, a link that leads elsewhere", async () => {
    const folder = `
import fs from "node:fs";
import { dataSaver } from "cellar";
export const saved = dataSaver((target: string) => {
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target + "/deep/er", { recursive: true });
  fs.writeFileSync(target + "/deep/er/part", "x");
  fs.symlinkSync(".", target + "/self");
  return { path: target };
});`;
    const out = path.join(nb.folder, "out");
    const harms = [
      () => fs.writeFileSync(path.join(out, "deep/er/part"), "y"),
      () => fs.writeFileSync(path.join(out, "deep/more"), ""),
      () => fs.mkdirSync(path.join(out, "empty")),
      () => fs.rmSync(path.join(out, "deep/er/part")),
      () => [fs.rmSync(path.join(out, "self")), fs.symlinkSync("deep", path.join(out, "self"))],
    ];
    for (const harm of harms) {
      await kept(folder, "out", {}, ["saved"]);
      expect((await kept(folder, "out", {}, ["saved"])).words["saved"]).toBe("hit");
      harm();
      expect((await kept(folder, "out", {}, ["saved"])).words["saved"]).toBe("unchanged");
    }
  });

  it("that is accepted under other code is looked at as before", async () => {
    await kept(text("[1, 2]"), "out.csv", {}, ["saved"]);
    const edited = text("[1, 2]").replace("count: rows.length", "count: [...rows].length");
    const dr = nb.driver(edited);
    await dr.accept("saved", { inputs: { target: path.join(nb.folder, "out.csv") } });
    expect((await kept(edited)).words).toMatchObject({ saved: "hit", lines: "executed" });
    fs.rmSync(path.join(nb.folder, "out.csv"));
    expect((await kept(edited)).words).toMatchObject({ saved: "unchanged", lines: "hit" });
    expect(held()).toBe("1,2");
  });

  it("that is the same computation as another one gives what it saved to those who read it too", async () => {
    const twins = (rows: string) => `
import fs from "node:fs";
import { dataSaver } from "cellar";
export function rows(): number[] { return ${rows}; }
export const one = dataSaver((rows: number[], target: string) => { fs.writeFileSync(target, rows.join()); return { path: target }; });
export const two = dataSaver((rows: number[], target: string) => { fs.writeFileSync(target, rows.join()); return { path: target }; });
export function first(one: { path: string }): string { return "1: " + fs.readFileSync(one.path, "utf8"); }
export function second(two: { path: string }): string { return "2: " + fs.readFileSync(two.path, "utf8"); }`;
    const names = ["first", "second"];
    expect((await kept(twins("[1]"), "out.csv", {}, names)).values).toEqual({ first: "1: 1", second: "2: 1" });
    expect((await kept(twins("[1]"), "out.csv", {}, names)).words).toMatchObject({ first: "hit", second: "hit" });
    expect((await kept(twins("[2]"), "out.csv", {}, names)).values).toEqual({ first: "1: 2", second: "2: 2" });
  });

  it("tells what it saved also to a run that waited for it", async () => {
    const asking = { inputs: { target: path.join(nb.folder, "out.csv") } };
    const both = async (rows: string) => {
      const slow = text(rows).replace("dataSaver((", "dataSaver(async (").replace("fs.write", "await 0; fs.write");
      const drivers = [nb.driver(slow), nb.driver(slow)];
      return Promise.all(drivers.map((dr) => dr.execute(["lines"], asking)));
    };
    expect(await both("[1, 2]")).toEqual([{ lines: "1,2" }, { lines: "1,2" }]);
    expect(await both("[3, 4]")).toEqual([{ lines: "3,4" }, { lines: "3,4" }]);
    expect(count["saved"]).toBe(2);
  });

  it("whose result is not kept tells what it saved all the same", async () => {
    const unkept = `
import fs from "node:fs";
import { dataSaver } from "cellar";
export const saved = dataSaver((data: { path: string }, target: string) => {
  fs.writeFileSync(target, fs.readFileSync(data.path, "utf8"));
  globalThis.during?.(data.path);
  return { path: target };
});
export function lines(saved: { path: string }): string { return fs.readFileSync(saved.path, "utf8"); }`;
    const unkeptRun = async (content: string) => {
      const inputs = { data: file(nb.write("in.csv", content)), target: path.join(nb.folder, "out.csv") };
      return (await nb.run(unkept, ["lines"], { inputs })).values;
    };
    Object.assign(globalThis, { during: (where: string) => fs.appendFileSync(where, "er") });
    expect([await unkeptRun("old"), await unkeptRun("new")]).toEqual([{ lines: "old" }, { lines: "new" }]);
    Object.assign(globalThis, { during: undefined });
  });
});

describe("R29, R31: a saver in a list", () => {
  const list = (rows: string) => `
import fs from "node:fs";
import { collect, dataSaver, parallelizable } from "cellar";
export const row = parallelizable(() => ${rows});
export const saved = dataSaver((row: string, target: string) => {
  globalThis.tally("saved");
  fs.writeFileSync(target + row[0], row);
  return { path: target + row[0] };
});
export function line(saved: { path: string }): string { return fs.readFileSync(saved.path, "utf8"); }
export const all = collect({}, (line: string[]) => line.join());`;
  const again = (rows = '["a1", "b1"]') => kept(list(rows), "out-", {}, ["all"]);

  it("hits as long as every file holds what it saved; what is gone or changed is saved again, and nothing else", async () => {
    await again();
    expect((await again()).words).toMatchObject({ saved: "hit", line: "hit", all: "hit" });
    fs.rmSync(path.join(nb.folder, "out-b"));
    const gone = await again();
    expect([gone.words, gone.why("saved")]).toMatchObject([
      { saved: "unchanged", line: "hit", all: "hit" },
      [expect.stringMatching(/^the file .*out-b`, saved by run 1, is gone$/)],
    ]);
    expect(gone.plan.rows.find(({ name }) => name === "saved")?.items).toEqual({ total: 2, hit: 1, execute: 1 });
    nb.write("out-a", "mine");
    expect((await again()).words).toMatchObject({ saved: "unchanged", all: "hit" });
    expect([held("out-a"), held("out-b"), count["saved"]]).toEqual(["a1", "b1", 4]);
  });

  it("what reads it sees other content, though its values are the same", async () => {
    expect((await again()).values).toEqual({ all: "a1,b1" });
    expect((await again('["a1", "b2"]')).values).toEqual({ all: "a1,b2" });
    expect((await again()).values).toEqual({ all: "a1,b1" });
    expect((await again()).words).toMatchObject({ saved: "hit", line: "hit", all: "hit" });
  });
});

// R29: does a saver's hit mean that its file holds what it saved?
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { CacheOptions } from "../../src/index.ts";
import { memoryMetadata, memoryResults } from "../../src/index.ts";
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
});

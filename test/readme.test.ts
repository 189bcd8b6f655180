import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Builder, moduleFromText } from "../src/index.ts";

const readme = readFileSync(path.resolve(import.meta.dirname, "../README.md"), "utf8");
const [cell = "", use = ""] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]);
const folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const driver = (text: string) =>
  new Builder()
    .withModules(moduleFromText(text.replace(/^%%/, "//"), { name: "basics", folder }))
    .withCache({ path: path.join(folder, ".cellar") })
    .build();

describe("what README shows", () => {
  it("the cell is a dataflow, and the second one asks for a node of it", async () => {
    const dr = driver(cell);
    expect(use).toContain('dr.execute(["total"], { inputs: { least: 100 } })');
    expect(await dr.execute(["total"], { inputs: { least: 100 } })).toEqual({ total: 742.14 * 0.73 + 989.34 });
    await dr.close();
  });

  it("the edit that it tells of has the effect and the words that it tells", async () => {
    const dr = driver(cell.replace("0.73", "0.71"));
    await dr.execute(["total"], { inputs: { least: 100 } });
    expect(await dr.cache.run()).toMatchObject({ status: "hgxx" });
    expect(String(await dr.explain("inUsd"))).toContain("because `rates` changed: Canada 0.73 → 0.71");
    await dr.close();
  });
});

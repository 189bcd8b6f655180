// What becomes of a file whose place is taken? It is found by the run that reads it, and healed by the one that writes.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { writeFile } from "../../src/results/writeFile.ts";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();
const TEXT = 'export function big(): string { return "x".repeat(200_000); }';

/** The files of large results. */
function largeFiles(): readonly string[] {
  return fs
    .readdirSync(nb.cache, { recursive: true, withFileTypes: true })
    .map((each) => path.join(each.parentPath, each.name))
    .filter((file) => /[0-9a-f]{40,}[^/]*$/.test(file));
}

describe("an empty folder in the place of a result's file", () => {
  it("executes the node once, which heals the cache: the next run hits", async () => {
    await nb.run(TEXT, ["big"]);
    const files = largeFiles();
    expect(files).toHaveLength(1);
    fs.rmSync(files[0]!);
    fs.mkdirSync(files[0]!);
    const ran = await nb.run(TEXT, ["big"]);
    expect([ran.words["big"], (ran.values["big"] as string).length]).toEqual(["unchanged", 200_000]);
    expect((await nb.run(TEXT, ["big"])).words["big"]).toBe("hit");
  });

  it("with something in it stays, and the write tells so", () => {
    const folder = path.join(nb.folder, "taken");
    fs.mkdirSync(path.join(folder, "mine"), { recursive: true });
    const write = () => writeFile(path.join(nb.folder, "temporary"), folder, [new Uint8Array([1])]);
    expect(write).toThrow(/ENOTEMPTY/);
    expect(fs.existsSync(path.join(folder, "mine"))).toBe(true);
    expect(fs.existsSync(path.join(nb.folder, "temporary"))).toBe(false);
  });
});

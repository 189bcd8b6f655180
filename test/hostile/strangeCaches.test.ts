// Does a run give its values, and say so, where the database of its cache is damaged, older, newer or gone, or its folder moved?
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/index.ts";
import { notebook } from "../driver/notebook.ts";
import { keptBy } from "../planKept.ts";

const nb = notebook();
const text = `export function rows(x: number) { return Array.from({ length: 9000 }, (_, i) => i * x); }
export function total(rows: number[]) { return rows.length + rows[1]!; }`;
const asked = { inputs: { x: 2 } };
const run = async (cache = {}) => keptBy(nb.driver(text, cache), ["total", "rows"], asked);
const database = () => path.join(nb.cache, "metadata.db");

async function filled(): Promise<Awaited<ReturnType<typeof run>>> {
  const first = await run();
  await nb.close();
  return first;
}

describe("a damaged database", () => {
  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ["is empty", () => new Uint8Array()],
    ["is cut in half", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["lost its beginning", (bytes) => bytes.fill(0, 0, 4096)],
    ["is noise after its first page", (bytes) => bytes.fill(0xa5, 4096)],
    ["is a text", () => Buffer.from("this is no database at all ".repeat(500))],
  ])("that %s: the values are right, the node executes once, and the cache heals", async (what, how) => {
    const first = await filled();
    writeFileSync(database(), how(readFileSync(database())));
    const second = await run();
    expect([second.values, second.words["rows"]]).toEqual([first.values, expect.stringMatching(/executed|unchanged/)]);
    // One that is empty is a new one.
    const said = [expect.stringMatching(/was damaged\. It begins anew; the old file is kept as /)];
    expect(second.record.warnings).toEqual(what === "is empty" ? undefined : said);
    await nb.close();
    const third = await run();
    expect([third.values, third.words, third.record.warnings]).toEqual([
      first.values,
      { x: "given", rows: "hit", total: "hit" },
      undefined,
    ]);
  });
});

describe("a database of another version", () => {
  const setVersion = (version: string) => {
    const db = new Database(database());
    db.prepare("UPDATE meta SET value = ? WHERE name = 'schema_version'").run(version);
    db.close();
  };

  it("newer: refused with the remedy, and read as before by the Cellar that wrote it", async () => {
    const first = await filled();
    const db = new Database(database());
    const version = db.prepare("SELECT value FROM meta WHERE name = 'schema_version'").pluck().get() as string;
    db.close();
    setVersion("999");
    const before = readFileSync(database());
    for (const _turn of [1, 2]) {
      const error: unknown = await run().catch((thrown: unknown) => thrown);
      expect([isCellarError(error, "newer-store"), String(error)]).toEqual([
        true,
        expect.stringContaining("Update Cellar"),
      ]);
    }
    expect(readFileSync(database()).equals(before)).toBe(true);
    setVersion(version);
    const last = await run();
    expect([last.values, last.words["rows"]]).toEqual([first.values, "hit"]);
  });

  it("older: what was stored hits", async () => {
    const first = await filled();
    const db = new Database(database());
    // Version 4 lacks what the last step made.
    db.exec("DROP TABLE IF EXISTS saved_file");
    db.close();
    setVersion("4");
    const second = await run();
    expect([second.values, second.words["rows"], second.record.warnings]).toEqual([first.values, "hit", undefined]);
  });
});

describe("what lies elsewhere, or is gone", () => {
  it("a moved folder stays valid, also where another cache is made in its old place", async () => {
    const first = await filled();
    const moved = path.join(nb.folder, "elsewhere");
    renameSync(nb.cache, moved);
    const fresh = await run();
    expect([fresh.values, fresh.words["rows"]]).toEqual([first.values, "executed"]);
    await nb.close();
    rmSync(nb.cache, { recursive: true });
    const second = await run({ path: moved });
    expect([second.values, second.words["rows"], second.words["total"]]).toEqual([first.values, "hit", "hit"]);
  });

  it("lost results: nobody misses them unread; read, they are computed again, and hit then", async () => {
    const first = await filled();
    const files = readdirSync(path.join(nb.cache, "results"), { recursive: true, withFileTypes: true });
    const lost = files.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
    expect(lost).toHaveLength(1);
    for (const file of lost) rmSync(file);
    const unread = await keptBy(nb.driver(text), ["total"], asked);
    expect([unread.values["total"], unread.words["rows"]]).toEqual([first.values["total"], "hit"]);
    const read = await run();
    expect([read.values, read.words["rows"], read.why("rows")]).toEqual([
      first.values,
      "unchanged",
      ["the stored result of run 1 is missing"],
    ]);
    expect((await run()).words).toEqual({ x: "given", rows: "hit", total: "hit" });
  });
});

describe("two drivers over one cache", () => {
  it("each sees what the other computed, recomputed and deleted", async () => {
    const [one, two] = [nb.driver(text), nb.driver(text)];
    const by = (dr: typeof one, asking = {}) => keptBy(dr, ["total", "rows"], { ...asked, ...asking });
    const first = await by(one);
    expect((await by(two)).words).toEqual({ x: "given", rows: "hit", total: "hit" });
    expect((await by(two, { recompute: ["rows"] })).words["rows"]).toBe("unchanged");
    expect((await by(one)).words["rows"]).toBe("hit");
    await one.cache.deleteAll();
    const again = await by(two);
    expect([again.values, again.words["rows"]]).toEqual([first.values, "executed"]);
    expect((await by(one)).words["rows"]).toBe("hit");
  });

  it("what a caller does to a value that one gave reaches neither the other nor a later run", async () => {
    const [one, two] = [nb.driver(text), nb.driver(text)];
    const { values } = await keptBy(one, ["rows"], asked);
    const rows = values["rows"] as number[];
    const as = [...rows];
    rows.reverse().length = 3;
    for (const dr of [two, one]) {
      const ran = await keptBy(dr, ["rows", "total"], asked);
      expect([ran.values["rows"], ran.values["total"]]).toEqual([as, 9002]);
      (ran.values["rows"] as number[]).length = 0;
    }
    expect((await run()).values).toEqual({ rows: as, total: 9002 });
  });
});

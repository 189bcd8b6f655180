import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { openCache } from "../../../src/driver/stores/openCache.ts";
import { Builder, clearCache, isCellarError } from "../../../src/index.ts";
import { notebook, ranBy } from "../notebook.ts";

const nb = notebook();
const text = "export function a(x: number) { return [x]; }";
const asked = { inputs: { x: 1 } };

describe("drivers of one folder", () => {
  it("share one connection; the last that is closed gives it back, and closing twice does no harm", async () => {
    const [one, two] = [openCache({ path: nb.cache }, nb.folder), openCache({ path: ".cellar" }, nb.folder)];
    expect(two.metadata).toBe(one.metadata);
    await one.close();
    await one.close();
    expect(two.metadata.storeId).toBe(one.metadata.storeId);
    expect(await two.metadata.entriesOf([])).toEqual([]);
    await two.close();
    expect(() => two.metadata.entriesOf(["0".repeat(64)])).toThrow();
    const three = openCache({ path: nb.cache }, nb.folder);
    expect(three.metadata).not.toBe(one.metadata);
    await three.close();
  });

  it("a driver that failed to build has given it back", async () => {
    expect(() =>
      new Builder().withModules(nb.cell("export const x = 1;")).withCache({ path: nb.cache }).build(),
    ).toThrow("There is no node");
    await new Promise((resolve) => setImmediate(resolve));
    const db = new Database(path.join(nb.cache, "metadata.db"), { timeout: 100 });
    db.pragma("journal_mode = DELETE"); // possible only where nobody else has it open
    db.close();
    expect((await nb.run(text, ["a"], asked)).words["a"]).toBe("executed");
    expect((await nb.run(text, ["a"], asked)).words["a"]).toBe("hit");
  });

  it("`await using` gives it back too", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["a"], asked);
    await dr[Symbol.asyncDispose]();
    const closed = await ranBy(dr, ["a"], asked);
    expect([closed.values, closed.words["a"]]).toEqual([{ a: [1] }, "executed"]);
    expect(closed.record.warnings?.join()).toContain("not open");
    expect((await nb.run(text, ["a"], asked)).words["a"]).toBe("hit");
  });

  it("through a link is that folder: one connection", async () => {
    const one = openCache({ path: nb.cache }, nb.folder);
    symlinkSync(nb.cache, path.join(nb.folder, "link"));
    const two = openCache({ path: path.join(nb.folder, "link") }, nb.folder);
    expect([two.metadata, two.flights]).toEqual([one.metadata, one.flights]);
    expect(two.metadata).toBe(one.metadata);
    await one.close();
    await two.close();
  });

  it("that is deleted beside them: executes, says so once, and makes it anew", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["a"], asked);
    rmSync(nb.cache, { recursive: true });
    const anew = await ranBy(dr, ["a"], asked);
    expect([anew.values, anew.words["a"]]).toEqual([{ a: [1] }, "executed"]);
    expect(anew.record.warnings).toEqual([
      `The cache at ${realpathSync(nb.cache)} was deleted while it was in use. It begins anew.`,
    ]);
    const again = await ranBy(dr, ["a"], asked);
    expect([again.words["a"], again.record.warnings]).toEqual(["hit", undefined]);
    await dr.close();
    expect((await nb.run(text, ["a"], asked)).words["a"]).toBe("hit");
  });

  it("a driver without a cache runs, and says what it cannot", async () => {
    const dr = new Builder().withModules(nb.cell(text)).build();
    for (let turn = 0; turn < 2; turn++) expect(await dr.execute(["a"], asked)).toEqual({ a: [1] });
    await expect(dr.plan(["a"], asked)).rejects.toThrow("This driver has no cache: call withCache() before build().");
    expect(existsSync(nb.cache)).toBe(false);
  });
});

describe("a cache that cannot be opened", () => {
  it.each([
    ["is a file", "taken"],
    ["lies below a file", "taken/.cellar"],
  ])(
    "because its place %s: results stay in memory, each driver says so once, the second hits; strict raises",
    async (_what, at) => {
      nb.write("taken", "text");
      const cache = { path: path.join(nb.folder, at) };
      const [one, two] = [nb.driver(text, cache), nb.driver(text, cache)];
      const [first, second] = [await ranBy(one, ["a"], asked), await ranBy(two, ["a"], asked)];
      const warned = /^The folder of the cache could not be made: .* Until then results are kept in memory only\.$/;
      for (const { record } of [first, second]) expect(record.warnings).toEqual([expect.stringMatching(warned)]);
      expect([first.words["a"], second.words["a"]]).toEqual(["executed", "hit"]);
      expect((await ranBy(two, ["a"], asked)).record.warnings).toBeUndefined();
      const strict = nb.run(text, ["a"], { ...asked, cache: { ...cache, strict: true } });
      await expect(strict).rejects.toMatchObject({ code: "store" });
      await one.close();
      await two.close();
    },
  );

  it("is opened by the next driver once the obstacle is gone", async () => {
    nb.write("taken", "text");
    const cache = { path: path.join(nb.folder, "taken") };
    const one = nb.driver(text, cache);
    await ranBy(one, ["a"], asked);
    rmSync(cache.path);
    const two = nb.driver(text, cache);
    const kept = await ranBy(two, ["a"], asked);
    expect([kept.record.warnings, kept.words["a"]]).toEqual([undefined, "executed"]);
    expect(existsSync(path.join(cache.path, "metadata.db"))).toBe(true);
    await one.close();
    await two.close();
  });

  it("because `results` in it is a file: runs, says so, and leaves nothing of it open", async () => {
    mkdirSync(nb.cache);
    nb.write(".cellar/results", "text");
    const opened = () => readdirSync("/proc/self/fd").length;
    await nb.run(text, ["a"], asked);
    await nb.close();
    const before = opened();
    for (let turn = 0; turn < 5; turn++) {
      const { values } = await nb.run(text, ["a"], asked);
      expect(values).toEqual({ a: [1] });
      await nb.close();
    }
    expect(opened()).toBe(before);
  });

  it("because its path is empty: refused", () => {
    expect(() => nb.driver(text, { path: "" })).toThrow('withCache({ path: "" }) names no folder');
  });

  it("because a newer Cellar made it: says so, touches nothing", async () => {
    await nb.run(text, ["a"], asked);
    await nb.close();
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("UPDATE meta SET value = '999' WHERE name = 'schema_version'").run();
    db.close();
    for (let turn = 0; turn < 2; turn++) {
      const error = await nb.run(text, ["a"], asked).catch((thrown: unknown) => thrown);
      expect(isCellarError(error, "newer-store")).toBe(true);
    }
  });

  it("because its database is no database: it begins anew beside it, or in memory, and says so", async () => {
    mkdirSync(nb.cache);
    nb.write(
      ".cellar/metadata.db",
      "this is no database at all, and long enough to be looked at as one by SQLite itself".repeat(50),
    );
    const [first, second] = await nb.runTwice(text, ["a"], asked);
    expect([first.values, first.record.warnings?.length, second.words["a"]]).toEqual([{ a: [1] }, 1, "hit"]);
  });
});

describe("clearing a cache", () => {
  it("leaves it usable, also for drivers that have it open, and their histories begin anew", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["a"], asked);
    await clearCache({ path: nb.cache });
    expect((await nb.run(text, ["a"], asked)).words["a"]).toBe("executed");
    expect((await ranBy(dr, ["a"], asked)).words["a"]).toBe("hit");
    expect((await dr.cache.history()).runs).toHaveLength(2);
  });
});

it("a closed driver opens nothing again, also where its folder is gone: it executes and says so", async () => {
  const dr = nb.driver(text);
  await dr.execute(["a"], asked);
  await dr.close();
  rmSync(nb.cache, { recursive: true });
  for (const _ of [1, 2]) {
    const { values, words, record } = await ranBy(dr, ["a"], asked);
    expect([values, words["a"]]).toEqual([{ a: [1] }, "executed"]);
    expect(record.warnings?.join()).toContain("not open");
  }
  expect(existsSync(nb.cache)).toBe(false);
});

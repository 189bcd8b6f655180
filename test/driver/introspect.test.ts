import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { memoryMetadata, memoryResults } from "../../src/index.ts";
import { promised } from "../contract/promised.ts";
import { failedBy, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const text = `const tally = (name: string) => (globalThis as any).tally(name);
export class Point { constructor(readonly at: number) {} }
export function raw(x: number, step = 2) { tally("raw"); return { x, step }; }
export function point(raw: { x: number }) { tally("point"); return new Point(raw.x); }
export function large(raw: { x: number }) { tally("large"); return new Float64Array(20000).fill(raw.x); }
export function nothing() { return undefined; }
export function db(raw: object) { return { call() {} }; }
export function broken(raw: object) { throw new Error("no"); }`;
const asked = { inputs: { x: 1 } };
const all = ["point", "large", "nothing"];
/** A store by hand that is asked nothing of the engine's own. */
const stores = {
  embedded: () => ({}),
  "answering by promise": () => ({ metadataStore: promised(memoryMetadata()), resultStore: promised(memoryResults()) }),
};

describe.each(Object.entries(stores))("with stores that are %s", (_name, open) => {
  it("a data version gives its value, a key gives its data version, and a key can be taken apart", async () => {
    const dr = nb.driver(text, open());
    const { record, values } = await ranBy(dr, all, asked);
    const [data, keys, codes] = [dr.cache.dataVersions, dr.cache.cacheKeys, dr.cache.codeVersions].map(
      (by) => by[record.run]!,
    );
    for (const name of all) {
      expect(await dr.cache.metadataStore.get(keys![name]!)).toBe(data![name]);
      expect(await dr.cache.resultStore.get(data![name]!)).toEqual(values[name]);
      expect(await dr.cache.get(name)).toEqual(values[name]);
      expect(await dr.cache.get(name, record.run)).toEqual(values[name]);
    }
    expect(await dr.cache.decodeKey(keys!["point"]!)).toMatchObject({
      cacheKey: keys!["point"],
      nodeName: "point",
      codeVersion: codes!["point"],
      dependenciesDataVersions: { raw: data!["raw"] },
      environment: { node: process.versions.node.split(".")[0] },
    });
    // Inputs and defaults are deps too: so an execution can be done again by hand.
    const { dependenciesDataVersions, bindings } = await dr.cache.decodeKey(keys!["raw"]!);
    expect(Object.keys(dependenciesDataVersions)).toEqual(["step", "x"]);
    expect(dependenciesDataVersions["x"]).toBe(data!["x"]);
    expect(bindings).toEqual([
      ["step", "value", dependenciesDataVersions["step"]],
      ["x", "value", data!["x"]],
    ]);
    expect(count).toEqual({ raw: 1, point: 1, large: 1 });
  });

  it("a run of an earlier process is asked by the digits that its record shows", async () => {
    const cache = open();
    const first = nb.driver(text, cache);
    const { record, values } = await ranBy(first, all, asked);
    const versions = await first.cache.versions();
    expect(versions["x"]).toEqual({ data: expect.stringMatching(/^[0-9a-f]{64}$/), behavior: "default" });
    expect(Object.keys(versions["point"]!).sort()).toEqual(["behavior", "cacheKey", "code", "data"]);
    const dr = nb.driver(text, cache);
    const again = await dr.cache.versions(record.run);
    expect({ ...again, x: versions["x"] }).toEqual(versions);
    // Of an input no value is stored: what the record shows of its digest is all that is known.
    expect(again["x"]!.data).toBe(versions["x"]!.data!.slice(0, 12));
    const i = record.graph.names.indexOf("point");
    expect(await dr.cache.get("point", record.run)).toEqual(values["point"]);
    expect(await dr.cache.get("large")).toEqual(values["large"]);
    expect(await dr.cache.resultStore.get(record.data[i]!)).toEqual(values["point"]);
    expect(await dr.cache.metadataStore.get(record.key[i]!)).toBe(versions["point"]!.data);
    expect(await dr.cache.decodeKey(record.key[i]!)).toMatchObject({ nodeName: "point" });
    expect(count).toEqual({ raw: 1, point: 1, large: 1 });
  });

  it("everything can be deleted while a driver has it open: what is asked next executes, and then hits", async () => {
    const dr = nb.driver(text, open());
    const { record, values } = await ranBy(dr, all, asked);
    await dr.cache.metadataStore.deleteAll();
    await dr.cache.resultStore.deleteAll();
    const version = dr.cache.dataVersions[record.run]!["point"]!;
    await expect(dr.cache.resultStore.get(version)).rejects.toMatchObject({ code: "no-value" });
    expect(await dr.cache.metadataStore.get(dr.cache.cacheKeys[record.run]!["point"]!)).toBeUndefined();
    const after = await ranBy(dr, all, asked);
    expect([after.words["point"], after.values]).toEqual(["executed", values]);
    expect((await ranBy(dr, all, asked)).words["point"]).toBe("hit");
    expect(await dr.cache.get("point")).toEqual(values["point"]);
    // Results alone: what is read executes again, what is not stays a hit.
    await dr.cache.resultStore.deleteAll();
    const healed = await ranBy(dr, ["point"], asked);
    expect([healed.words["point"], healed.values]).toEqual(["unchanged", { point: values["point"] }]);
  });
});

describe("a value that is not there is an error that says why, never `undefined`", () => {
  it("of inputs, failures, what was skipped, and values without a version", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["db", "nothing"], asked);
    expect(await dr.cache.get("nothing")).toBeUndefined();
    await expect(dr.cache.get("db")).rejects.toThrow("`db` cannot be versioned: `.call` is a function");
    await expect(dr.cache.get("x")).rejects.toThrow("values of inputs are not stored");
    await expect(dr.cache.resultStore.get(dr.cache.dataVersions[dr.cache.lastRunId!]!["db"]!)).rejects.toThrow(
      "no version",
    );
    await failedBy(dr, ["broken"], asked);
    await expect(dr.cache.get("broken")).rejects.toThrow("it is failed (no)");
    await expect(dr.cache.get("brokn" as never, dr.cache.lastRunId)).rejects.toThrow("Did you mean `broken`?");
    await expect(dr.cache.get("point", dr.cache.lastRunId)).rejects.toMatchObject({ code: "unknown-node" });
    await expect(dr.cache.get("db", "no run")).rejects.toMatchObject({ code: "unknown-run" });
    // Of a key whose value could not be stored this driver knows, and nobody else.
    const key = dr.cache.cacheKeys[dr.cache.runIds[0]!]!["db"]!;
    expect(await dr.cache.decodeKey(key)).toMatchObject({
      nodeName: "db",
      codeVersion: dr.cache.codeVersions[dr.cache.runIds[0]!]!["db"],
      dependenciesDataVersions: { raw: dr.cache.dataVersions[dr.cache.runIds[0]!]!["raw"] },
    });
    await expect(nb.driver(text).cache.decodeKey(key)).rejects.toMatchObject({ code: "unknown-key" });
  });

  it("of bytes that were lost or damaged", async () => {
    const dr = nb.driver(text);
    const { record } = await ranBy(dr, ["large", "point"], asked);
    const version = dr.cache.dataVersions[record.run]!["large"]!;
    const file = (await dr.cache.resultStore.pathOf(version))!;
    const bytes = readFileSync(file);
    bytes[500]! ^= 1;
    rmSync(file);
    writeFileSync(file, bytes);
    await expect(dr.cache.resultStore.get(version)).rejects.toMatchObject({
      code: "corrupt-result",
      message: expect.stringContaining("are corrupt"),
    });
    rmSync(file, { force: true });
    await expect(dr.cache.get("large")).rejects.toThrow("are missing. Execute its node again");
    expect([await dr.cache.resultStore.has(version), await dr.cache.resultStore.pathOf(version)]).toEqual([
      false,
      undefined,
    ]);
    expect((await ranBy(dr, ["large"], asked)).words["large"]).toBe("unchanged");
    expect(await dr.cache.resultStore.has(version)).toBe(true);
  });

  it("of what is no digest, of what is stored nowhere, and of beginnings that fit several", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["nothing"], asked);
    for (const bad of ["", "xyz", "abc", "0".repeat(65), "../../etc/passwd", undefined, 5, "%".repeat(12)]) {
      await expect(dr.cache.resultStore.get(bad as string), String(bad)).rejects.toMatchObject({ code: "bad-option" });
      await expect(dr.cache.decodeKey(bad as string), String(bad)).rejects.toMatchObject({ code: "bad-option" });
      await expect(dr.cache.metadataStore.get(bad as string), String(bad)).rejects.toMatchObject({
        code: "bad-option",
      });
    }
    for (const none of ["f".repeat(64), "f".repeat(12)]) {
      await expect(dr.cache.resultStore.get(none)).rejects.toMatchObject({ code: "no-value" });
      await expect(dr.cache.decodeKey(none)).rejects.toMatchObject({ code: "unknown-key" });
      expect(await dr.cache.metadataStore.get(none)).toBeUndefined();
      expect(await dr.cache.resultStore.has(none)).toBe(false);
    }
    const db = new Database(path.join(nb.cache, "metadata.db"));
    const put = db.prepare(
      `INSERT INTO payload(data_version, format, format_version, store, bytes_digest, size_bytes, created_at, used_at)
       SELECT ?, format, format_version, store, bytes_digest, size_bytes, 0, 0 FROM payload LIMIT 1`,
    );
    for (const end of ["01", "02"]) put.run(Buffer.from(`${"ab".repeat(31)}${end}`, "hex"));
    db.close();
    await expect(dr.cache.resultStore.get("ab".repeat(8))).rejects.toThrow("More than one data version begins with");
  });

  it("without a cache, or before a run, says so", async () => {
    const { Builder } = await import("../../src/index.ts");
    const dr = new Builder().withModules(nb.cell(text)).build();
    await expect(dr.cache.resultStore.get("f".repeat(64))).rejects.toMatchObject({ code: "no-cache" });
    await expect(dr.cache.versions()).rejects.toMatchObject({ code: "no-cache" });
    await expect(nb.driver(text).cache.get("raw")).rejects.toMatchObject({ code: "unknown-run" });
  });
});

it("a large result lies in a file that can be named, a small one in none of its own", async () => {
  const dr = nb.driver(text);
  const { record } = await ranBy(dr, ["large", "point"], asked);
  const versions = dr.cache.dataVersions[record.run]!;
  const file = (await dr.cache.resultStore.pathOf(versions["large"]!))!;
  expect(path.relative(nb.cache, file).startsWith("results")).toBe(true);
  expect(statSync(file).size).toBeGreaterThan(160_000);
  expect(await dr.cache.resultStore.pathOf(versions["point"]!)).toBeUndefined();
  expect(await dr.cache.resultStore.has(versions["point"]!)).toBe(true);
  const packed = nb.driver(text, { compress: true });
  const other = await ranBy(packed, ["large"], { inputs: { x: 2 } });
  expect(await packed.cache.resultStore.pathOf(packed.cache.dataVersions[other.record.run]!["large"]!)).toMatch(
    /\.gz$/,
  );
  expect(readdirSync(path.join(nb.cache, "results"))).toHaveLength(2);
});

it("R19: what is stored in a format of other programs lies in a file, however small; each format's file can be named", async () => {
  const rows = "export function rows() { return [{ id: 1, city: 'Rome' }]; }";
  const plain = nb.driver(rows);
  const version = (await ranBy(plain, ["rows"])).record.data[0]!;
  expect(await plain.cache.resultStore.pathOf(version)).toBeUndefined();
  for (const format of ["csv", "json"]) await ranBy(nb.driver(rows, { formats: { rows: format } } as object), ["rows"]);
  const dr = nb.driver(rows, { compress: true });
  const textIn = async (format: string) =>
    readFileSync((await dr.cache.resultStore.pathOf(version, { format }))!, "utf8");
  expect([await textIn("csv"), JSON.parse(await textIn("json"))]).toEqual([
    "id,city\n1.0,Rome\n",
    [{ id: 1, city: "Rome" }],
  ]);
  // The value itself is read from where it is read best.
  expect(await dr.cache.resultStore.pathOf(version)).toBeUndefined();
  expect(await dr.cache.resultStore.pathOf(version, { format: "parquet" })).toBeUndefined();
  await expect(dr.cache.resultStore.pathOf(version, { format: "parket" })).rejects.toThrow("Did you mean `parquet`?");
  await expect(dr.cache.resultStore.pathOf(version, { format: 5 as never })).rejects.toMatchObject({
    code: "bad-option",
  });
});

it("many may ask at once, while another driver runs and everything is deleted: a value, or an error that says why", async () => {
  const dr = nb.driver(text);
  const { values } = await ranBy(dr, all, asked);
  const other = nb.driver(text);
  const asking = Array.from({ length: 60 }, (_, i) => {
    const name = all[i % all.length]!;
    return dr.cache.get(name).then(
      (value) => expect(value).toEqual(values[name]),
      (error: unknown) => expect(error).toMatchObject({ code: expect.stringMatching(/^(no-value|corrupt-result)$/) }),
    );
  });
  const deleting = dr.cache.resultStore.deleteAll().then(() => dr.cache.metadataStore.deleteAll());
  const running = other.execute(all, asked);
  await Promise.all([...asking, deleting]);
  expect(await running).toEqual(values);
  expect((await ranBy(nb.driver(text), all, asked)).values).toEqual(values);
});

it("a key tells its node where the node's name is part of it, and where it was renamed since", async () => {
  const named = (name: string) => `export function ${name}(x: number) { return x + 1; }`;
  const keyOf = async (name: string, codeVersion: "closure" | "function") => {
    const dr = nb.driver(named(name), { codeVersion });
    const { record } = await ranBy(dr, [name], asked);
    return { dr, key: dr.cache.cacheKeys[record.run]![name]! };
  };
  for (const mode of ["closure", "function"] as const) {
    const old = await keyOf("before", mode);
    const { dr, key } = await keyOf("after", mode);
    expect(key === old.key).toBe(mode === "closure");
    expect((await dr.cache.decodeKey(old.key)).nodeName).toBe("before");
    expect((await dr.cache.decodeKey(key)).nodeName).toBe(mode === "closure" ? "before" : "after");
  }
});

it("what a run saw is kept apart from what is there now: a value recomputed since is another one", async () => {
  const noise = "export function noise() { return (globalThis as any).tally('noise') ?? Math.random(); }";
  const dr = nb.driver(noise, { recompute: ["noise"] });
  const first = await ranBy(dr, ["noise"]);
  const second = await ranBy(dr, ["noise"]);
  expect(await dr.cache.get("noise", first.record.run)).toBe(first.values["noise"]);
  expect(await dr.cache.get("noise")).toBe(second.values["noise"]);
  const later = nb.driver(noise);
  expect(await later.cache.get("noise", first.record.run)).toBe(first.values["noise"]);
  const key = dr.cache.cacheKeys[first.record.run]!["noise"]!;
  expect(await later.cache.metadataStore.get(key)).toBe(dr.cache.dataVersions[second.record.run]!["noise"]);
});

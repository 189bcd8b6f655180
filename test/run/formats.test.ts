// R19: in which format is a node stored? Chosen per node; a change of it executes nothing.
import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { memoryMetadata, memoryResults, registerFormat } from "../../src/index.ts";
import { promised } from "../contract/promised.ts";
import { failedBy, lookAt, notebook, ranBy, tallies } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";

const nb = notebook();
const count = tallies();
beforeEach(() => symlinkSync(path.resolve("node_modules"), path.join(nb.folder, "node_modules")));

const text = `import pl from "nodejs-polars";
const tally = (name: string) => (globalThis as any).tally(name);
export function rows() { tally("rows"); return [{ id: 1, name: "a", at: new Date(5) }, { id: 2, name: "", at: null }]; }
export function frame(rows: { id: number }[]) { tally("frame"); return pl.DataFrame({ id: rows.map((row) => row.id), list: [[1], [2, 3]] }); }
export function size(frame: pl.DataFrame) { tally("size"); return frame.shape.height; }
export function nothing() { tally("nothing"); return null; }
export function large() { tally("large"); return Array.from({ length: 5000 }, (_, id) => ({ id, text: "row " + id })); }
`;

const formats = (chosen: Record<string, string>, more: object = {}) =>
  ({ cache: { formats: chosen, ...more } }) as object;
const stored = () => {
  const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
  const found = db
    .prepare(
      "SELECT e.cache_key, x.node AS node, p.format AS format FROM entry e JOIN execution x USING (execution_id) JOIN payload p ON p.data_version = e.data_version ORDER BY x.node, p.format",
    )
    .all() as { node: string; format: string }[];
  db.close();
  return found.map(({ node, format }) => `${node}: ${format.split(" ")[0]}`);
};

describe("withCache({ formats })", () => {
  it("R19: stores each node in its format, and a new driver reads it back equal", async () => {
    const chosen = formats({ rows: "csv", frame: "parquet", size: "json", nothing: "csv" });
    const [first, second] = await nb.runTwice(text, ["rows", "size", "nothing"], chosen);
    expect(stored()).toEqual(["frame: parquet", "nothing: csv", "rows: csv", "size: json"]);
    expect(second.values).toEqual(first.values);
    expect(second.values["rows"]).toEqual([
      { id: 1, name: "a", at: new Date(5) },
      { id: 2, name: "", at: null },
    ]);
    expect([second.words["rows"], second.words["size"], count]).toEqual([
      "hit",
      "hit",
      { rows: 1, frame: 1, size: 1, nothing: 1 },
    ]);
    expect([first.record.warnings, second.record.warnings]).toEqual([undefined, undefined]);
  });

  it("R19: a format is no part of the key: the values of all formats have one data version", async () => {
    const plain = await nb.run(text, ["rows"]);
    for (const format of ["csv", "parquet", "arrow", "feather", "excel"]) {
      const ran = await nb.run(text, ["rows"], formats({ rows: format }));
      expect([ran.words["rows"], ran.record.data]).toEqual(["hit", plain.record.data]);
    }
    expect(count).toEqual({ rows: 1 });
  });

  it("names of nodes and formats that nobody knows are errors at build(), with the nearest name", () => {
    expect(() => nb.driver(text, { formats: { row: "csv" } } as object)).toThrow(
      "names `row`, which is no node. Did you mean `rows`?",
    );
    expect(() => nb.driver(text, { formats: { rows: "parket" } } as object)).toThrow(
      "which is no format. Did you mean `parquet`? There are: structured, json, csv",
    );
    expect(() => nb.driver(text, { formats: { rows: 5 } } as object)).toThrow(
      "wants `rows` stored as 5, which is no format",
    );
    expect(() => nb.driver(text, { formats: { rows: "csv {}" } } as object)).toThrow("is no format");
    expect(() => nb.driver(text, { formats: null } as object)).toThrow("names a format for each node");
  });

  it("R19: what a node's type says it returns is refused before it runs, where its format never holds it", () => {
    const typed = `import type { Date as Day } from "./days.ts";
export function index(): Map<string, number> { return new Map(); }
export async function later(): Promise<readonly number[]> { return [1]; }
export const total = (): number => 1;
export function day(): Day { return new Date() as never; }
export function many() { return new Map(); }`;
    const build = (chosen: Record<string, string>) => () => nb.driver(typed, { formats: chosen } as object);
    expect(build({ index: "json" })).toThrow(
      'withCache({ formats }) wants `index` stored as json, but `index` returns a Map, which json never holds. Use format "structured", or return something else.',
    );
    expect(build({ later: "file" })).toThrow("`later` returns a list, which file never holds");
    expect(build({ total: "parquet" })).toThrow("`total` returns a number, which parquet never holds");
    expect(build({ total: "json", later: "csv", day: "json", many: "csv" })).not.toThrow();
  });

  it("R19: a value that its format cannot hold is kept in the default format, and the run names the column and the remedy", async () => {
    const [first, second] = await nb.runTwice(text, ["frame"], formats({ frame: "csv" }));
    const said =
      '`frame`: The value can\'t be written as csv: column "list" is a list. Use format "parquet" or "arrow", which hold more types, or "structured". It is stored as structured meanwhile.';
    expect([first.record.warnings, second.record.warnings]).toEqual([[said], [said]]);
    expect([first.words["frame"], second.words["frame"], stored()]).toEqual([
      "executed",
      "hit",
      ["frame: structured", "rows: structured"],
    ]);
    expect(String(second.values["frame"])).toBe(String(first.values["frame"]));
  });

  it("strict: the same is an error", async () => {
    const dr = nb.driver(text, { formats: { frame: "excel" }, strict: true } as object);
    const { error } = await failedBy(dr, ["frame"]);
    expect(String(error)).toContain('column "list" is a list');
  });

  it("R19: stores that answer by promise keep formats as well, and change them", async () => {
    const stores = { metadataStore: promised(memoryMetadata()), resultStore: promised(memoryResults()) };
    const first = await nb.run(text, ["rows", "size"], formats({ rows: "excel", frame: "parquet" }, stores));
    const second = await nb.run(text, ["rows", "frame"], formats({ rows: "csv", frame: "arrow" }, stores));
    expect(second.values["rows"]).toEqual(first.values["rows"]);
    expect([second.why("rows"), second.why("frame")]).toEqual([["saved again as csv"], ["saved again as arrow"]]);
    expect(count).toEqual({ rows: 1, frame: 1, size: 1 });
  });

  it("R20: who gets the value may change it, also while a slow format is at work: what is stored is what was returned", async () => {
    const cell = `const tally = (name: string) => (globalThis as any).tally(name);
export function rows() { tally("rows"); const made = [{ n: 1 }]; setImmediate(() => { made[0]!.n = 9; }); return made; }
export function spoils(rows: { n: number }[]) { rows[0]!.n = 5; return rows.length; }`;
    for (const format of ["excel", "hdf5", "csv"]) {
      const chosen = formats({ rows: format });
      await nb.run(cell, ["spoils"], chosen);
      const second = await nb.run(cell, ["rows"], chosen);
      expect([second.words["rows"], second.values["rows"]]).toEqual(["hit", [{ n: 1 }]]);
    }
    expect(count["rows"]).toBe(1);
  });

  it("a format whose package is not there is told by the package and how to install it", async () => {
    const before = process.env["CELLAR_PYTHON"];
    delete process.env["CELLAR_PYTHON"];
    try {
      const ran = await nb.run(text, ["rows"], formats({ rows: "orc" }));
      expect(ran.record.warnings).toEqual([
        expect.stringContaining('Set CELLAR_PYTHON to a Python that has pyarrow, or use format "parquet"'),
      ]);
      expect([ran.words["rows"], stored()]).toEqual(["executed", ["rows: structured"]]);
    } finally {
      if (before !== undefined) process.env["CELLAR_PYTHON"] = before;
    }
  });
});

it("a value that was stored by a Python which is gone: its node executes, and the run says what is missing", async () => {
  const bridge = nb.write("python", "#!/bin/sh\nexec cat\n"); // Arrow's bytes both ways: orc enough for this promise
  chmodSync(bridge, 0o755);
  vi.stubEnv("CELLAR_PYTHON", bridge);
  await nb.run(text, ["rows"], formats({ rows: "orc" }));
  expect([(await nb.run(text, ["rows"])).words["rows"], stored()]).toEqual(["hit", ["rows: orc"]]);
  vi.stubEnv("CELLAR_PYTHON", "");
  const ran = await nb.run(text, ["rows"]);
  vi.unstubAllEnvs();
  expect([ran.words["rows"], ran.record.departed.map(({ reason }) => reason)]).toEqual([
    "unchanged",
    ["the bytes of `rows` were unreadable on reading"],
  ]);
  expect(ran.record.warnings?.join()).toContain("Set CELLAR_PYTHON to a Python that has pyarrow");
  expect((await nb.run(text, ["rows"])).words["rows"]).toBe("hit");
});

describe("another format for what is stored", () => {
  it("R19: is saved again without executing, the run says so, and the log still says that it was retrieved", async () => {
    await nb.run(text, ["size"]);
    const dr = nb.driver(text, { formats: { frame: "parquet" } } as object);
    const plan = await dr.plan(["size"]);
    const ran = await ranBy(dr, ["size"]);
    expectPlanKept(plan, ran.record);
    expect([ran.words["frame"], ran.why("frame"), count]).toEqual([
      "hit",
      ["saved again as parquet"],
      { rows: 1, frame: 1, size: 1 },
    ]);
    const kept = await nb.driver(text).cache.run(ran.record.run);
    expect(lookAt(kept).why("frame")).toEqual(["saved again as parquet"]);
    expect(dr.cache.logs().frame?.map(String)).toEqual(["frame::result_store::get_result::hit"]);
    expect(stored()).toEqual(["frame: parquet", "frame: structured", "rows: structured", "size: structured"]);
    const again = await nb.run(text, ["size"], formats({ frame: "parquet" }));
    expect([again.words["frame"], again.why("frame")]).toEqual(["hit", []]);
  });

  it("by two drivers at once, and by each in a format of its own: nothing executes, and both are kept", async () => {
    const first = await nb.run(text, ["rows"]);
    const drivers = ["csv", "csv", "parquet", "excel"].map((format) =>
      nb.driver(text, { formats: { rows: format } } as object),
    );
    const runs = await Promise.all(drivers.map((dr) => ranBy(dr, ["rows"])));
    for (const { words, values } of runs) expect([words["rows"], values]).toEqual(["hit", first.values]);
    expect([stored(), count]).toEqual([["rows: csv", "rows: excel", "rows: parquet", "rows: structured"], { rows: 1 }]);
  });

  it("the saved one is enough: the older payload may be collected", async () => {
    await nb.run(text, ["frame"]);
    const first = await nb.run(text, ["frame"], formats({ frame: "arrow" }));
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("DELETE FROM payload WHERE format = 'structured'").run();
    db.close();
    const second = await nb.run(text, ["frame"]);
    expect([second.words["frame"], String(second.values["frame"])]).toEqual(["hit", String(first.values["frame"])]);
    const third = await nb.run(text, ["frame"], formats({ frame: "structured" }));
    expect([third.why("frame"), stored()]).toEqual([
      ["saved again as structured"],
      ["frame: arrow", "frame: structured"],
    ]);
    expect(count["frame"]).toBe(1);
  });

  it("is told together with what else there is to say of a hit, and printed once", async () => {
    await nb.run("export function totals() { return [{ a: 1 }]; }", ["totals"]);
    const lines: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = ((piece: string) => lines.push(piece) > 0) as typeof process.stdout.write;
    try {
      const ran = await nb.run(
        "export function sums() { return [{ a: 1 }]; }",
        ["sums"],
        formats({ sums: "csv" }, { log: "info" }),
      );
      expect(ran.why("sums")).toEqual(["formerly `totals`; saved again as csv"]);
    } finally {
      process.stdout.write = write;
    }
    expect(lines.join("").match(/sums::/g) ?? []).toHaveLength(1);
  });

  it("a value that the new format refuses stays where it is; it is read once by a driver, not in each run", async () => {
    await nb.run(text, ["frame"]);
    const dr = nb.driver(text, { formats: { frame: "csv" } } as object);
    const runs = [await ranBy(dr, ["frame"]), await ranBy(dr, ["frame"])];
    expect(runs.map(({ record, words }) => [words["frame"], record.warnings?.length])).toEqual([
      ["hit", 1],
      ["hit", 1],
    ]);
    expect(stored()).toEqual(["frame: structured", "rows: structured"]);
  });
});

describe("payloads of a format", () => {
  it("of a large value lies as a plain file that other programs can open, packed or not", async () => {
    await nb.run(text, ["large"], formats({ large: "csv" }, { compress: true }));
    const folder = path.join(nb.cache, "results");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => /^[0-9a-f]{64}$/.test(name))).toEqual([true]);
    const lines = readFileSync(path.join(files[0]!.parentPath, files[0]!.name), "utf8").split("\n");
    expect(lines.slice(0, 2)).toEqual(["id,text", "0.0,row 0"]);
    expect(lines).toHaveLength(5002);
  });

  it("R34: bytes of another value in its place are corrupt, never a value", async () => {
    const two = "export function a() { return [{ n: 1 }]; }\nexport function b() { return [{ n: 2 }]; }";
    await nb.run(two, ["a", "b"], formats({ a: "csv", b: "csv" }));
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("UPDATE payload SET bytes_digest = (SELECT max(bytes_digest) FROM payload)").run();
    db.close();
    const [first, second] = await nb.runTwice(two, ["a", "b"], formats({ a: "csv", b: "csv" }));
    for (const ran of [first, second]) expect(ran.values).toEqual({ a: [{ n: 1 }], b: [{ n: 2 }] });
    expect([...Object.values(first.words)].sort()).toEqual(["hit", "unchanged"]);
    expect(Object.values(second.words)).toEqual(["hit", "hit"]);
  });

  it("damaged ones are read from another format, and written anew where all are", async () => {
    await nb.run(text, ["large"]);
    const chosen = formats({ large: "csv" });
    await nb.run(text, ["large"], chosen);
    writeFileSync(fileOf("structured"), "damage");
    const ran = await nb.run(text, ["large"], chosen);
    expect([ran.words["large"], count["large"], ran.record.departed]).toEqual(["hit", 1, []]);
    writeFileSync(fileOf("csv"), "id,text\n");
    const executed = await nb.run(text, ["large"], chosen);
    expect([executed.words["large"], count["large"]]).toEqual(["unchanged", 2]);
    expect(readFileSync(fileOf("csv"), "utf8").slice(0, 8)).toBe("id,text\n");
    const last = await nb.run(text, ["large"], chosen);
    expect([last.words["large"], last.values["large"]]).toEqual(["hit", executed.values["large"]]);
  });

  it("of an older codec are missing, and the node executes", async () => {
    await nb.run(text, ["rows"], formats({ rows: "csv" }));
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("UPDATE payload SET format_version = 99").run();
    db.close();
    const ran = await nb.run(text, ["rows"], formats({ rows: "csv" }));
    expect([ran.words["rows"], ran.why("rows")]).toEqual(["unchanged", ["the stored result of run 1 is missing"]]);
  });

  const fileOf = (format: string): string => {
    const db = new Database(path.join(nb.cache, "metadata.db"), { readonly: true });
    const found = db
      .prepare("SELECT lower(hex(bytes_digest)) FROM payload WHERE format GLOB ?")
      .pluck()
      .get(`${format}*`);
    db.close();
    return path.join(nb.cache, "results", String(found).slice(0, 2), String(found));
  };
});

describe("registerFormat()", () => {
  const lines = (name: string, version = 1) => ({
    name,
    version,
    accepts: (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === "string"),
    encode: (value: readonly string[]) => Buffer.from(value.join("\n")),
    decode: (bytes: Uint8Array) => Buffer.from(bytes).toString().split("\n"),
  });

  it("adds a format that nodes can be stored in", async () => {
    registerFormat(lines("test-lines"));
    const text =
      'export function words() { return ["a", "b"]; }\nexport function number() { return 1; }\nexport function odd() { return ["a\\nb"]; }\nexport function nothing() { return undefined; }';
    const chosen = formats({ words: "test-lines", number: "test-lines", odd: "test-lines", nothing: "test-lines" });
    const [first, second] = await nb.runTwice(text, ["words", "number", "odd", "nothing"], chosen);
    expect(first.values).toEqual({ words: ["a", "b"], number: 1, odd: ["a\nb"], nothing: undefined });
    expect(second.values).toEqual(first.values);
    expect(Object.values(second.words)).toEqual(["hit", "hit", "hit", "hit"]);
    expect(stored()).toEqual(["nothing: test-lines", "number: structured", "odd: structured", "words: test-lines"]);
    expect([...(first.record.warnings ?? [])].sort()).toEqual([
      expect.stringMatching(
        /^`number`: The value can't be written as test-lines: it is nothing that test-lines takes\. Use format "structured"/,
      ),
      expect.stringMatching(
        /^`odd`: The value can't be written as test-lines: `\[0\]` is not the same after reading it again/,
      ),
    ]);
  });

  it("takes promises, and what a codec throws is a refusal", async () => {
    registerFormat({
      ...lines("test-later"),
      encode: async (value: readonly string[]) => Buffer.from(value.join("\n")),
      decode: async (bytes) => Buffer.from(bytes).toString().split("\n"),
    });
    registerFormat({
      ...lines("test-broken"),
      encode: () => {
        throw new TypeError("no ink");
      },
    });
    registerFormat({ ...lines("test-text"), encode: () => "text" as never });
    const text =
      'export function a() { return ["x"]; }\nexport function b() { return ["x"]; }\nexport function c() { return ["y"]; }';
    const chosen = formats({ a: "test-later", b: "test-broken", c: "test-text" });
    const [first, second] = await nb.runTwice(text, ["a", "c"], chosen);
    expect([first.values, second.values]).toEqual([
      { a: ["x"], c: ["y"] },
      { a: ["x"], c: ["y"] },
    ]);
    expect(first.record.warnings?.join()).toContain(
      "`c`: The value can't be written as test-text: it is refused by its writer (encode gave a string, not a Uint8Array)",
    );
    expect((await nb.run(text, ["b"], chosen)).record.warnings?.join()).toContain("refused by its writer (no ink)");
  });

  it.each([
    ["on disk", () => ({})],
    ["in memory", () => ({ resultStore: memoryResults() })],
  ])("may give its own buffer, or the value itself: what is stored %s and read stays as it was", async (_, stores) => {
    const own = Buffer.alloc(16);
    registerFormat<string>({
      name: "test-own",
      version: 1,
      accepts: (value) => typeof value === "string",
      encode: (value) => own.subarray(0, own.fill(0).write(value)),
      decode: (bytes) => Buffer.from(bytes).toString(),
    });
    const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
    registerFormat({ name: "test-same", version: 1, accepts: isBytes, encode: (v: Uint8Array) => v, decode: (b) => b });
    const text = `export function a() { return "a long one"; }
export function b() { return "short"; }
export function c() { return Uint8Array.of(1, 2); }`;
    const cache = { formats: { a: "test-own", b: "test-own", c: "test-same" }, ...stores() };
    const names = ["a", "b", "c"];
    for (const word of ["executed", "hit", "hit"]) {
      const { values, words, record } = await nb.run(text, names, { cache: cache as object });
      expect(values).toEqual({ a: "a long one", b: "short", c: Uint8Array.of(1, 2) });
      expect([Object.values(words), record.departed]).toEqual([[word, word, word], []]);
      (values["c"] as Uint8Array).fill(9);
    }
  });

  it("says what is wrong with a definition", () => {
    const good = lines("test-good");
    const register = (definition: unknown) => () => registerFormat(definition as never);
    expect(register(undefined)).toThrow("give an object { name, version, accepts, encode, decode }");
    expect(register({ ...good, name: "two words" })).toThrow(
      '`name` is made of letters, digits, ".", "_" and "-", not "two words"',
    );
    expect(register({ ...good, version: 0 })).toThrow("`version` of test-good is a whole number from 1, not 0");
    expect(register({ ...good, accepts: undefined })).toThrow("`accepts` of test-good is a function, not undefined");
    expect(register({ ...good, name: "csv" })).toThrow("there is a format csv already. Give yours another name.");
    expect(register({ ...good, name: "feather" })).toThrow("there is a format feather already");
  });

  it("a cell that registers its format again is no duplicate, another format of that name is, unless its version is higher", () => {
    registerFormat(lines("test-again"));
    registerFormat(lines("test-again"));
    const other = { ...lines("test-again"), decode: (bytes: Uint8Array) => [String(bytes)] };
    expect(() => registerFormat(other)).toThrow(
      "there is a format test-again already. Give yours another name, or raise its version if it replaces that one.",
    );
    registerFormat({ ...other, version: 2 });
    expect(() => registerFormat(lines("test-again"))).toThrow("already");
  });

  it("R19: what a process stored in a format that the next one does not know is missing, and executes", async () => {
    registerFormat(lines("test-gone"));
    const text = 'export function words() { return ["a"]; }';
    await nb.run(text, ["words"], formats({ words: "test-gone" }));
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("UPDATE payload SET format = 'test-never-registered'").run();
    db.close();
    const ran = await nb.run(text, ["words"]);
    expect([ran.words["words"], ran.why("words")]).toEqual(["unchanged", ["the stored result of run 1 is missing"]]);
  });
});

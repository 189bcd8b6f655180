import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CacheOptions } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { notebook, type Ran, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const STAMPED = `
const stamp = () => Date.now();
const other = () => 1;
export function made(): number { globalThis.tally("made"); return stamp() > 0 ? 1 : 0; }
export function label(made: number): string { globalThis.tally("label"); return "made " + made + other(); }
`;
const READS = "reads the clock: `Date.now()` in `stamp`, line 2. Its key does not tell when that changes.";
const REMEDY =
  "Take the time of the run, a parameter `now` with `cache({ now: true })`, say how long it holds with `cache({ ttlMs })`, or name the node in `recompute`.";
const BECAUSE = "it reads the clock (`Date.now()` in `stamp`, line 2), and is not trusted: ";

async function kept(text: string, cache: CacheOptions = {}, names = ["label"]): Promise<Ran> {
  return keptBy(nb.driver(text, cache), names);
}

describe("R12: a node that reads what no key holds", () => {
  it("is cached all the same, and marked with what it reads, where, how old its value is, and the remedy", async () => {
    const first = await kept(STAMPED);
    expect(first.record.detail[0]?.marks).toEqual([`${READS} ${REMEDY}`]);
    const dr = nb.driver(STAMPED);
    const plan = await dr.plan(["label"]);
    expect(plan.rows.map(({ what, marks }) => [what, marks?.length])).toEqual([
      ["hit", 1],
      ["hit", undefined],
    ]);
    const ran = await ranBy(dr, ["label"]);
    expect(ran.words).toEqual({ made: "hit", label: "hit" });
    expect(count).toEqual({ made: 1, label: 1 });
    const aged = /Its value is \d+ (ms|s|min) old\. Take the time of the run/;
    for (const told of [plan.rows[0]?.marks, ran.record.detail[0]?.marks, [String(await dr.explain("made"))]])
      expect(told).toEqual([expect.stringMatching(aged)]);
    expect(String(plan)).toMatch(aged);
  });

  it("keeps its marks and its value through an edit of a helper that it does not reach", async () => {
    await kept(STAMPED);
    const edited = await kept(STAMPED.replace("other = () => 1", "other = () => 2"));
    expect(edited.words).toEqual({ made: "hit", label: "executed" });
    expect(edited.record.detail[0]?.marks).toEqual([expect.stringContaining(READS)]);
  });

  it("tells of what only writes that a hit does not write again", async () => {
    const text = `import fs from "node:fs";
export function report(place: string): string { fs.writeFileSync(place, "x"); fs.existsSync(place); return place; }`;
    const asking = { inputs: { place: nb.write("out.txt", "") } };
    const dr = nb.driver(text);
    const { record } = await ranBy(dr, ["report"], asking);
    expect(record.detail[1]?.marks).toEqual([
      expect.stringMatching(
        /^writes files: `fs.writeFileSync\(place, "x"\)` .*A hit does not do that again\. .*dataSaver/,
      ),
      expect.stringMatching(/^reads files: `fs.existsSync\(place\)`/),
    ]);
    const strict = await ranBy(nb.driver(text, { impure: "run" }), ["report"], asking);
    expect(strict.why("report")[0]).toMatch(/^it reads files \(.*\), and writes files \(.*\), and is not trusted/);
  });

  it("says of the process's folder and arguments, which are no variables, that they can be given as inputs", async () => {
    const { record } = await kept("export function label(): string { return process.cwd(); }");
    expect(record.detail[0]?.marks?.[0]).toContain("give what is no variable as an input");
  });

  it("R4: shares no draw with another of the same body", async () => {
    const text =
      "export function a(): number { return Math.random(); }\nexport function b(): number { return Math.random(); }";
    const first = await kept(text, {}, ["a", "b"]);
    expect(first.words).toEqual({ a: "executed", b: "executed" });
    expect(first.values["a"]).not.toBe(first.values["b"]);
    const again = await kept(text, {}, ["a", "b"]);
    expect([again.words, again.values]).toEqual([{ a: "hit", b: "hit" }, first.values]);
  });

  it("a pure node keeps a closed key: a twin is a hit", async () => {
    const text = "export function a(): number { return 1 + 1; }\nexport function b(): number { return 1 + 1; }";
    expect((await kept(text, {}, ["a", "b"])).words).toEqual({ a: "executed", b: "hit" });
  });

  it('is executed in every run with withCache({ impure: "run" }), and what reads an equal value hits', async () => {
    await kept(STAMPED, { impure: "run" });
    const again = await kept(STAMPED, { impure: "run" });
    expect(again.words).toEqual({ made: "unchanged", label: "hit" });
    expect(again.why("made")).toEqual([`${BECAUSE}withCache({ impure: "run" })`]);
    expect(again.record.detail[0]?.cues?.[0]?.cue).toBe("impure");
    expect(count).toEqual({ made: 2, label: 1 });
    const dr = nb.driver(STAMPED);
    await dr.execute(["label"]);
    expect([count, await dr.cache.get("made")]).toEqual([{ made: 2, label: 1 }, 1]);
  });

  it('by cache({ impure: "run" }) says it for one node, and cache({ impure: "trust" }) against the driver', async () => {
    const text = (impure: string) =>
      `import { cache } from "cellar";\nexport const made = cache({ impure: "${impure}" }, () => Date.now() > 0);`;
    await kept(text("run"), {}, ["made"]);
    const again = await kept(text("run"), {}, ["made"]);
    expect(again.words).toEqual({ made: "unchanged" });
    expect(again.why("made")).toEqual([expect.stringMatching(/is not trusted: cache\(\{ impure: "run" \}\)$/)]);
    expect((await kept(text("trust"), { impure: "run" }, ["made"])).words).toEqual({ made: "hit" });
  });

  it('a live constant is a gate under impure: "run" too, and a pure node is not', async () => {
    const text = "let n = 0;\nexport function live() { return (n += 1) > 0; }\nexport function pure() { return 7; }";
    await kept(text, { impure: "run" }, ["live", "pure"]);
    const again = await kept(text, { impure: "run" }, ["live", "pure"]);
    expect(again.words).toEqual({ live: "unchanged", pure: "hit" });
    expect(again.why("live")).toEqual([expect.stringMatching(/^mutable module state in `n`.*is not trusted/)]);
  });

  it("of what a modifier takes out of its value, only the node that calls it is marked", async () => {
    const text =
      'import { extractFields } from "cellar";\nexport const both = extractFields(["x"], () => ({ x: Date.now() > 0 }));';
    await kept(text, { impure: "run" }, ["x"]);
    const again = await kept(text, { impure: "run" }, ["x"]);
    expect(again.words).toEqual({ both: "unchanged", x: "hit" });
    expect((await nb.driver(text).plan(["x"])).rows.map(({ marks }) => marks?.length)).toEqual([1, undefined]);
  });

  it("with a ttl the remedy is there already", async () => {
    const text =
      'import { cache } from "cellar";\nexport const made = cache({ ttlMs: 3600000 }, () => Date.now() > 0);';
    expect((await kept(text, {}, ["made"])).record.detail[0]?.marks).toEqual([
      expect.stringMatching(/Its key does not tell when that changes\. It executes again once its value is 1 h old\.$/),
    ]);
  });

  it("a constant that read the clock when it was loaded counts by its value, and marks nothing", async () => {
    const text = "const at = Date.now();\nexport function f() { return at > 0; }";
    expect((await nb.driver(text).plan(["f"])).rows[0]?.marks).toBe(undefined);
  });

  it("in a local file that it imports is told by its file, its name and its line", async () => {
    nb.write("prices.ts", "export const rate = () => 2;\nexport const region = () => process.env.REGION;\n");
    const text = 'import { region } from "./prices.ts";\nexport function f() { return region() === undefined; }';
    await kept(text, { impure: "run" }, ["f"]);
    const again = await kept(text, { impure: "run" }, ["f"]);
    expect(again.why("f")).toEqual([
      expect.stringMatching(
        /^it reads the environment of the process \(`process\.env\.REGION` in `prices\.ts`, line 2\)/,
      ),
    ]);
  });

  it("of a helper is marked in function mode too, where the helper does not count", async () => {
    await kept(STAMPED, { codeVersion: "function" });
    const again = await kept(STAMPED, { codeVersion: "function" });
    expect(again.words).toEqual({ made: "hit", label: "hit" });
    expect(again.record.detail[0]?.marks).toEqual([expect.stringContaining(READS)]);
    expect((await kept(STAMPED, { codeVersion: "function", impure: "run" })).words).toMatchObject({
      made: "unchanged",
    });
  });

  it("a word that impure does not know is refused with the nearest", async () => {
    const wrong = { impure: "runs" } as unknown as CacheOptions;
    expect(() => nb.driver(STAMPED, wrong)).toThrow(
      'withCache({ impure }) is one of "trust", "run", not "runs". Did you mean `run`?',
    );
    const text = 'import { cache } from "cellar";\nexport const f = cache({ impure: "rum" }, () => 1);';
    expect(() => nb.driver(text)).toThrow(/cache\(\{ impure \}\) is one of "trust", "run", not "rum"/);
  });
});

describe("R12: a text that names a file which nobody has declared", () => {
  const REMEDY =
    'Declare it, e.g. `(data = file("data.csv")) => …`, and read `data.path`, or name the node in `recompute`.';
  const quoted = (text: string) => JSON.stringify(text);
  /** As it would be written in a cell: from the folder in which the process works. */
  const written = (name: string) => path.relative(process.cwd(), path.join(nb.folder, name));
  const text = (where: string) => `const WHERE = ${quoted(where)};
const helper = () => WHERE;
export function load(): number { return helper().length; }
export function twice(load: number): number { return load * 2; }`;
  const marksOf = ({ record }: Ran) => record.graph.names.map((_, i) => record.detail[i]?.marks);

  afterEach(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  it("marks the node that reaches it, in run, plan and hit, where the file is there; nothing else of it changes", async () => {
    const where = written("data.csv");
    const none = await kept(text(where), {}, ["twice"]);
    expect(marksOf(none)).toEqual([undefined, undefined]);
    nb.write("data.csv", "a\n1\n");
    const mark = `${quoted(where)} in \`WHERE\`, line 1, names a file; its content is not in the key. ${REMEDY}`;
    const dr = nb.driver(text(where), { impure: "run" });
    const { words, record, plan } = await keptBy(dr, ["twice"]);
    expect([words, record.detail[0]?.marks]).toEqual([{ load: "hit", twice: "hit" }, [mark]]);
    expect(plan.rows.map(({ marks }) => marks)).toEqual([[mark], undefined]);
    expect(String(await dr.explain("load"))).toContain(mark);
    const edited = await kept(text(where).replace(".length", ".length + 1"), {}, ["twice"]);
    expect([edited.words["load"], marksOf(edited)]).toEqual(["executed", [[mark], undefined]]);
  });

  it("leaves the key closed: a twin of another name is a hit", async () => {
    const where = quoted(nb.write("data.csv", ""));
    const twins = `export function a(): string { return ${where}; }\nexport function b(): string { return ${where}; }`;
    const ran = await kept(twins, {}, ["a", "b"]);
    expect(ran.words).toEqual({ a: "executed", b: "hit" });
    expect(marksOf(ran).map((marks) => marks?.length)).toEqual([1, 1]);
  });

  it("tells several in one sentence, each file once", async () => {
    const [a, b] = [nb.write("a.csv", ""), nb.write("b.csv", "")];
    const body = `[${[a, b, a, path.join(nb.folder, "gone.csv"), written("a.csv")].map(quoted).join(", ")}]`;
    const ran = await kept(`export function both(): string[] { return ${body}; }`, {}, ["both"]);
    expect(marksOf(ran)).toEqual([
      [expect.stringMatching(/^"[^"]+a\.csv" in `both`, line 1; "[^"]+b\.csv" in `both`, line 1 name files; /)],
    ]);
  });

  it("does not mark a folder, a saver, nor a node whose key holds that file", async () => {
    const where = quoted(nb.write("data.csv", "1"));
    const ran = await kept(
      `import { dataSaver, file } from "cellar";
export function folder(): string { return ${quoted(nb.folder)}; }
export const saved = dataSaver(() => ({ path: ${where} }));
export function declared(data = file(${where})): boolean { return data.path === ${where}; }`,
      {},
      ["folder", "saved", "declared"],
    );
    expect(marksOf(ran).filter((marks) => marks !== undefined)).toEqual([]);
  });

  it("does not mark a node to which the file is given", async () => {
    const where = nb.write("data.csv", "1");
    const { file } = await import("../../src/index.ts");
    const cell = `export function given(data: { path: string }): boolean { return data.path === ${quoted(where)}; }`;
    const { plan } = await keptBy(nb.driver(cell), ["given"], { inputs: { data: file(where) } });
    expect(plan.rows.map(({ marks }) => marks)).toEqual([undefined, undefined]);
  });

  it("is looked up once per run, and nothing is where no text looks like a path", async () => {
    const where = nb.write("data.csv", "1");
    const many = Array.from(
      { length: 5 },
      (_, i) => `export function n${i}(): string { return ${quoted(where)} + ${i}; }`,
    );
    const names = many.map((_, i) => `n${i}`);
    const dr = nb.driver(`${many.join("\n")}\nexport function none(): number { return 1; }`);
    await dr.execute([...names, "none"]);
    const stat = fs.statSync.bind(fs) as (...args: unknown[]) => unknown;
    const looks: string[] = [];
    vi.spyOn(fs, "statSync").mockImplementation(((...args: unknown[]) => {
      looks.push(String(args[0]));
      return stat(...args);
    }) as never);
    syncBuiltinESMExports();
    expect((await ranBy(dr, names)).record.status).toMatch(/^h+$/);
    expect(looks.filter((place) => place === where)).toEqual([where]);
    looks.length = 0;
    await ranBy(dr, ["none"]);
    expect(looks.filter((place) => !place.startsWith(nb.cache))).toEqual([]);
  });
});

import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Builder, file, secret } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { notebook, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

const READS = `
import { readFileSync } from "node:fs";
import type { DeclaredFile } from "cellar";
export function rows(data: DeclaredFile): string[] { globalThis.tally("rows"); return readFileSync(data.path, "utf8").split(","); }
export function amount(rows: string[]): number { globalThis.tally("amount"); return rows.length; }
`;

async function kept(data: unknown, names = ["amount"]) {
  return keptBy(nb.driver(READS), names, { inputs: { data } });
}

describe("R28: a declared file", () => {
  it("counts by its content: touched or written again with the same it hits, changed it executes and says what changed", async () => {
    const data = nb.write("data.csv", "a,b");
    const first = await kept(file(data));
    expect([first.words, first.values]).toEqual([
      { data: "given", rows: "executed", amount: "executed" },
      { amount: 2 },
    ]);
    utimesSync(data, 1, 1);
    expect((await kept(file(data))).words["amount"]).toBe("hit");
    nb.write("data.csv", "a,b");
    expect((await kept(file(data))).words["amount"]).toBe("hit");
    nb.write("data.csv", "a,b,c");
    const changed = await kept(file(data));
    expect([changed.words["rows"], changed.values]).toEqual(["executed", { amount: 3 }]);
    const told = /^the file `.*data\.csv` changed: 3 bytes, [0-9a-f]{8} → 5 bytes, [0-9a-f]{8}$/;
    expect(changed.why("rows")).toEqual([expect.stringMatching(told)]);
    expect(changed.plan.rows.find((row) => row.name === "rows")?.cues).toEqual([
      expect.objectContaining({ cue: "file changed", field: "file/data", text: expect.stringMatching(told) }),
    ]);
    nb.write("data.csv", "a,b");
    expect((await kept(file(data))).words["amount"]).toBe("hit");
    expect(count).toEqual({ rows: 2, amount: 2 });
  });

  it("explain names the file", async () => {
    const data = nb.write("data.csv", "a,b");
    await kept(file(data));
    nb.write("data.csv", "x");
    const dr = nb.driver(READS);
    await dr.execute(["amount"], { inputs: { data: file(data) } });
    expect(String(await dr.explain("rows"))).toMatch(/the file `.*data\.csv` changed/);
  });

  it("another path of the same content executes, and the cue says that only the path is another", async () => {
    await kept(file(nb.write("a.csv", "a,b")));
    renameSync(path.join(nb.folder, "a.csv"), path.join(nb.folder, "b.csv"));
    const ran = await kept(file(path.join(nb.folder, "b.csv")));
    expect(ran.words).toEqual({ data: "given", rows: "unchanged", amount: "hit" });
    expect(ran.why("rows")).toEqual([
      expect.stringMatching(/^the file of `data` is another one: .*a\.csv → .*b\.csv, with the same content$/),
    ]);
  });

  it("a symbolic link counts by what it leads to", async () => {
    const link = path.join(nb.folder, "link.csv");
    symlinkSync(nb.write("a.csv", "a,b"), link);
    await kept(file(link));
    rmSync(link);
    symlinkSync(nb.write("b.csv", "x"), link);
    expect((await kept(file(link))).values).toEqual({ amount: 1 });
  });

  it("stands as the default of a parameter, in inject() and in parameterize(), for the same key", async () => {
    const data = JSON.stringify(nb.write("data.csv", "a,b"));
    const other = JSON.stringify(nb.write("other.csv", "x"));
    const head = `import { readFileSync } from "node:fs";\nimport { file, inject, parameterize } from "cellar";\n`;
    const body = `{ return readFileSync(data.path, "utf8"); }`;
    const text = `${head}export function standard(data = file(${data})): string ${body}
export const injected = inject({ data: file(${other}) }, (data: { path: string }): string => ${body});
export const cases = parameterize({ one: { data: file(${data}) }, two: { data: file(${other}) } }, (data: { path: string }): string => ${body});`;
    const names = ["standard", "injected", "one", "two"];
    const [first, again] = await nb.runTwice(text, names);
    expect(first.values).toEqual({ standard: "a,b", injected: "x", one: "a,b", two: "x" });
    expect(new Set(names.map((name) => again.words[name]))).toEqual(new Set(["hit"]));
    nb.write("other.csv", "y");
    const changed = await nb.run(text, names);
    expect(changed.values).toEqual({ standard: "a,b", injected: "y", one: "a,b", two: "y" });
    expect([changed.words["standard"], changed.words["one"]]).toEqual(["hit", "hit"]);
    expect(changed.why("injected")).toEqual([expect.stringContaining("other.csv` changed")]);
    const given = await nb.run(text, ["standard"], { inputs: { data: file(nb.write("third.csv", "3")) } });
    expect(given.values).toEqual({ standard: "3" });
  });

  it("stands for a config value and for an override", async () => {
    const data = file(nb.write("data.csv", "a,b"));
    const text =
      "export function made(): unknown { return 1; }\nexport function shown(made: unknown, given: unknown): string { return String(made) + given; }";
    const dr = new Builder()
      .withModules(nb.cell(text))
      .withConfig({ given: data })
      .withCache({ path: nb.cache })
      .build();
    expect(await dr.execute(["shown"], { overrides: { made: data } })).toEqual({ shown: data.path + data.path });
    expect((await dr.cache.run()).status).toBe("ggx");
    await dr.execute(["shown"], { overrides: { made: data } });
    expect((await dr.cache.run()).status).toBe("ggh");
    await dr.close();
  });

  it("without a cache the function gets it too, and a missing one is told", async () => {
    const dr = new Builder().withModules(nb.cell(READS)).build();
    const inputs = { data: file(nb.write("data.csv", "a,b")) };
    expect(await dr.execute(["amount"], { inputs })).toEqual({ amount: 2 });
    await expect(dr.execute(["amount"], { inputs: { data: file("no.csv") } })).rejects.toThrow(
      "There is no file `no.csv`",
    );
  });

  it("verify reads it again, and finds nothing different", async () => {
    const dr = nb.driver(READS);
    await dr.execute(["amount"], { inputs: { data: file(nb.write("data.csv", "a,b")) } });
    expect(await dr.verify()).toMatchObject({ hits: 2, different: [], unread: [] });
  });
});

describe("R28: a file that is not there", () => {
  const refused = async (data: unknown) => {
    const dr = nb.driver(READS);
    const told = dr.validateExecution(["amount"], { inputs: { data } });
    const thrown: unknown = await dr.execute(["amount"], { inputs: { data } }).catch((error: unknown) => error);
    await expect(dr.plan(["amount"], { inputs: { data } })).rejects.toThrow((thrown as Error).message);
    expect(told.problems.map(({ text }) => text)).toEqual([(thrown as Error).message]);
    expect(count).toEqual({});
    return thrown;
  };

  it("is an error before anything runs that names the nearest; validateExecution and plan say the same", async () => {
    nb.write("data.csv", "a,b");
    const missing = path.join(nb.folder, "date.csv");
    const said = `There is no file \`${missing}\`. Did you mean \`data.csv\`?`;
    expect(await refused(file(missing))).toMatchObject({ code: "missing-input", message: said });
  });

  it("so is a folder", async () => {
    mkdirSync(path.join(nb.folder, "sub"));
    const said = /is a folder, but file\(\) takes a file\. Name the files that are read, one by one\.$/;
    expect(await refused(file(path.join(nb.folder, "sub")))).toMatchObject({ message: expect.stringMatching(said) });
  });

  it("as the default of a parameter too", async () => {
    const dr = nb.driver(
      `import { file } from "cellar";\nexport function a(data = file("gone/x.csv")): string { return data.path; }`,
    );
    await expect(dr.execute(["a"])).rejects.toThrow("There is no file `gone/x.csv`");
    expect(dr.validateExecution(["a"]).problems).toMatchObject([{ code: "missing-input", name: "data" }]);
    expect(await dr.execute(["a"], { inputs: { data: file(nb.write("x.csv", "")) } })).toBeDefined();
  });

  it("as what a step of a pipe is bound to too", async () => {
    const dr = nb.driver(`import { file, pipeOutput, step } from "cellar";
function under(value: string, data: { path: string }): string { return data.path + value; }
export const a = pipeOutput([step(under, { data: file("gone/x.csv") })], (): string => "a");`);
    await expect(dr.execute(["a"])).rejects.toThrow("There is no file `gone/x.csv`");
    expect(dr.validateExecution(["a"]).problems).toMatchObject([{ code: "missing-input", name: "data" }]);
  });

  it.each([[""], [undefined], [null], [3], [new URL("http://localhost/x")], ["a\u0000b"]])(
    "file(%s) is refused",
    (where) => {
      expect(() => file(where as string)).toThrow(/^file\(\) takes a path/);
    },
  );

  it("within a list it is refused, since nobody would look at it there", async () => {
    const dr = nb.driver(READS);
    const inputs = { data: [file(nb.write("data.csv", ""))] };
    await expect(dr.execute(["amount"], { inputs })).rejects.toThrow(
      /^`data\[0\]` is file\(".*data\.csv"\), but it stands for a whole input/,
    );
  });
});

describe("R28: a file that changes while the run reads it", () => {
  const WRITES = `
import { appendFileSync, readFileSync } from "node:fs";
export function rows(data: { path: string }): string { const text = readFileSync(data.path, "utf8"); globalThis.tally("rows"); globalThis.during?.(data.path); return text; }
export function size(data: { path: string }, rows: string): number { return rows.length; }
`;
  const during = (action: ((where: string) => void) | undefined) => {
    (globalThis as Record<string, unknown>)["during"] = action;
  };

  it("is not stored, told in the record and once as a warning; the next run executes it", async () => {
    const inputs = { data: file(nb.write("data.csv", "a,b")) };
    during((where) => writeFileSync(where, "a,b,c"));
    const first = await nb.run(WRITES, ["size"], { inputs });
    during(undefined);
    expect(first.record.warnings).toEqual([
      expect.stringMatching(
        /data\.csv` changed: 3 bytes, \w{8} → 5 bytes, \w{8}, while the run read it\. What was made of it is not stored/,
      ),
    ]);
    expect(first.record.departed.map(({ node }) => node)).toEqual([1, 2]);
    expect(first.record.detail[1]?.reason).toMatch(/^not stored: the file `.*` changed/);
    const again = await nb.run(WRITES, ["size"], { inputs });
    expect([again.words, again.values]).toEqual([{ data: "given", rows: "executed", size: "executed" }, { size: 5 }]);
    nb.write("data.csv", "a,b");
    expect((await nb.run(WRITES, ["size"], { inputs })).values).toEqual({ size: 3 });
    expect(count).toEqual({ rows: 3 });
  });

  it("R31: nor is an item that read it stored", async () => {
    const text = `
import { appendFileSync, readFileSync } from "node:fs";
import { collect, parallelizable } from "cellar";
export const part = parallelizable(() => [0, 1]);
export function letter(data: { path: string }, part: number): string { globalThis.during?.(data.path); return readFileSync(data.path, "utf8")[part]!; }
export const all = collect({}, (letter: string[]) => letter.join(""));
`;
    const inputs = { data: file(nb.write("data.csv", "ab")) };
    during((where) => writeFileSync(where, "xy"));
    const first = await nb.run(text, ["all"], { inputs });
    during(undefined);
    expect([first.values, first.record.warnings?.length]).toEqual([{ all: "xy" }, 1]);
    nb.write("data.csv", "ab");
    expect((await nb.run(text, ["all"], { inputs })).values).toEqual({ all: "ab" });
  });

  it("is told where it is deleted", async () => {
    const inputs = { data: file(nb.write("data.csv", "a,b")) };
    during((where) => rmSync(where));
    const { record } = await nb.run(WRITES, ["rows"], { inputs });
    during(undefined);
    expect(record.warnings?.[0]).toMatch(/changed: 3 bytes, \w{8} → it is gone/);
  });

  it("is not stored where it holds at the end what it held before: it was another when it was read", async () => {
    const inputs = { data: file(nb.write("data.csv", "a,b")) };
    const text = WRITES.replace("const text", "globalThis.before?.(data.path); const text");
    (globalThis as Record<string, unknown>)["before"] = (where: string) => writeFileSync(where, "x");
    during((where) => writeFileSync(where, "a,b"));
    const first = await nb.run(text, ["rows"], { inputs });
    delete (globalThis as Record<string, unknown>)["before"];
    during(undefined);
    expect([first.values, first.record.warnings]).toEqual([
      { rows: "x" },
      [expect.stringMatching(/data\.csv` was touched, or written again: 3 bytes, \w{8}, while the run read it/)],
    ]);
    expect((await nb.run(text, ["rows"], { inputs })).values).toEqual({ rows: "a,b" });
  });

  it("is stored where it was touched, or written with the same, before the node began to read it", async () => {
    const inputs = { data: file(nb.write("data.csv", "a,b")) };
    const text = `
import { readFileSync } from "node:fs";
export function before(): number { return globalThis.write(); }
export function rows(data: { path: string }, before: number): string { return readFileSync(data.path, "utf8"); }`;
    Object.assign(globalThis, {
      write: () => [writeFileSync(inputs.data.path, "x"), nb.write("data.csv", "a,b")].length,
    });
    const [first, again] = await nb.runTwice(text, ["rows"], { inputs });
    expect([first.values, first.record.warnings, again.words["rows"]]).toEqual([{ rows: "a,b" }, undefined, "hit"]);
    Object.assign(globalThis, { write: () => [nb.write("data.csv", "c")].length + 2 });
    const other = await nb.run(text.replace("export function before", "// edited\nexport function before"), ["rows"], {
      inputs,
      recompute: ["before"] as never,
    });
    Object.assign(globalThis, { write: undefined });
    expect([other.values, other.record.departed.length]).toEqual([{ rows: "c" }, 1]);
  });

  it("is not stored where only its times changed: nobody can tell that it was not written", async () => {
    const inputs = { data: file(nb.write("data.csv", "a,b")) };
    during((where) => utimesSync(where, 5, 5));
    const first = await nb.run(WRITES, ["rows"], { inputs });
    during(undefined);
    expect(first.record.departed).toHaveLength(1);
    const [again, later] = await nb.runTwice(WRITES, ["rows"], { inputs });
    expect([again.words["rows"], later.words["rows"]]).toEqual(["executed", "hit"]);
  });
});

describe("R12: reading what is declared", () => {
  const marksOf = async (text: string, inputs: Record<string, unknown> = {}) => {
    const ran = await nb.run(text, ["rows"], { inputs });
    return ran.record.detail[ran.record.graph.names.indexOf("rows")]?.marks ?? [];
  };
  const reading = (body: string) =>
    `import { readFileSync, statSync } from "node:fs";\nconst read = (where: string) => readFileSync(where, "utf8");\nexport function rows(data: any): unknown { ${body} }`;

  it.each([
    "return readFileSync(data.path, 'utf8')",
    "return readFileSync(String(data), 'utf8')",
    "return readFileSync(`$" + "{data}`, 'utf8')",
    "const all = () => readFileSync(data.path, 'utf8'); return all()",
  ])("is no mark: %s", async (body) => {
    expect(await marksOf(reading(body), { data: file(nb.write("data.csv", "a")) })).toEqual([]);
  });

  it.each([
    "data = { path: data.path }; return readFileSync(data.path, 'utf8')",
    "return [data].map((data) => readFileSync(data.path, 'utf8'))",
    "return statSync(data.path).size",
    "return read(data.path)",
    "return readFileSync(data.path, 'utf8') + readFileSync(data.path + '', 'utf8')",
  ])("is a mark where the scan cannot tell: %s", async (body) => {
    const [mark, ...others] = await marksOf(reading(body), { data: file(nb.write("data.csv", "a")) });
    expect([mark, others]).toEqual([expect.stringContaining("reads files"), []]);
  });

  it("is a mark where the same name is given something that only looks like a file", async () => {
    const data = { path: nb.write("data.csv", "a") };
    expect(await marksOf(reading("return readFileSync(data.path, 'utf8')"), { data })).toHaveLength(1);
  });

  it("is a mark of another node that calls the function by itself, so that its default is evaluated unseen", async () => {
    const data = JSON.stringify(nb.write("data.csv", "a"));
    const text = `import { readFileSync } from "node:fs";\nimport { file } from "cellar";\nexport function raw(data = file(${data})): string { return readFileSync(data.path, "utf8"); }\nexport function rows(): string { return raw(); }`;
    expect(await marksOf(text)).toEqual([expect.stringContaining("reads files")]);
    const ran = await nb.run(text, ["raw"]);
    expect(ran.record.detail[ran.record.graph.names.indexOf("raw")]?.marks).toBeUndefined();
  });

  it("names the real remedy", async () => {
    const where = JSON.stringify(nb.write("data.csv", "a"));
    const [mark] = await marksOf(
      `import { readFileSync } from "node:fs";\nexport function rows(): string { return readFileSync(${where}, "utf8"); }`,
    );
    expect(mark).toContain('Declare the file, e.g. `(data = file("data.csv")) => …`');
  });
});

describe("secret(file(…))", () => {
  it("is not named where it changes while it is read", async () => {
    const data = secret(file(nb.write("hidden-name.csv", "a,b")));
    const text = READS.replace("return readFileSync", "globalThis.during(data.path); return readFileSync");
    Object.assign(globalThis, { during: (where: string) => writeFileSync(where, "x") });
    const { record } = await nb.run(text, ["rows"], { inputs: { data } });
    Object.assign(globalThis, { during: undefined });
    expect(record.warnings).toEqual([expect.stringMatching(/^the file `‹secret›` changed/)]);
    expect(JSON.stringify(record)).not.toContain("hidden-name");
  });

  it("shows neither path nor content", async () => {
    const data = secret(file(nb.write("hidden-name.csv", "a,b")));
    const { record } = await nb.run(READS, ["amount"], { inputs: { data } });
    expect(JSON.stringify(record)).not.toContain("hidden-name");
    nb.write("hidden-name.csv", "a,b,c");
    const changed = await nb.run(READS, ["amount"], { inputs: { data } });
    expect(JSON.stringify(changed.record)).not.toContain("hidden-name");
    expect(changed.why("rows")).toEqual([expect.stringMatching(/^the file of `data` changed: secret/)]);
  });
});

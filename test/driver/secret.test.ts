import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Builder, onRun, secret } from "../../src/index.ts";
import { failedBy, notebook, ranBy } from "./notebook.ts";

const nb = notebook();

const KEY = "sk-live-7391-very-private";
const TEXT = `
export function rows(apiKey: string): number { return apiKey.length; }
export function total(rows: number, login: { user: string; password: string }): number { return rows + login.password.length; }
export function broken(apiKey: string): number { throw new Error("401 for key " + apiKey); }
`;
const LOGIN = { user: "anna", password: "correct horse battery" };
const hidden = { apiKey: secret(KEY), login: secret(LOGIN) };
const TEXTS = [KEY, LOGIN.password, LOGIN.user];

/** Every byte that the cache has written, whatever the file: database, journal, results. */
function everythingKept(): string {
  const files = readdirSync(nb.cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map((file) => file.name)).toContain("metadata.db-wal");
  return files.map((file) => readFileSync(path.join(file.parentPath, file.name), "latin1")).join("\n");
}

function expectNothingOf(texts: readonly string[], where: string): void {
  for (const text of texts) expect(where.includes(text), text).toBe(false);
}

describe("secret(value)", () => {
  it("gives the body the plain value, and leaves only a digest in database, records, messages, views and explanations", async () => {
    const heard: unknown[] = [];
    const stop = onRun((message) => heard.push(message));
    const dr = nb.driver(TEXT);
    const first = await ranBy(dr, ["total"], { inputs: hidden });
    expect(first.values).toEqual({ total: KEY.length + LOGIN.password.length });
    const other = { ...hidden, apiKey: secret(`${KEY}-2`) };
    const second = await ranBy(dr, ["total"], { inputs: other });
    const plan = await dr.plan(["total"], { inputs: { ...hidden, login: secret({ ...LOGIN, user: "otto" }) } });
    const told = [
      JSON.stringify([first.record, second.record, heard, plan, await dr.cache.history()]),
      ...[plan, await dr.explain("rows"), await dr.explain("total")].map(String),
      await dr.cache.viewRun().text(),
      await dr.cache.viewRun().svg(),
      JSON.stringify(dr.cache.logs()),
    ];
    stop();
    expectNothingOf(TEXTS, told.join("\n"));
    expectNothingOf(TEXTS, everythingKept());
    const at = first.record.graph.names.indexOf("apiKey");
    expect(first.record.data[at]).toMatch(/^[0-9a-f]{12}$/);
    expect(second.why("rows")[0]).toMatch(
      /^the input `apiKey` changed: (secret )?[0-9a-f]{8} → (secret )?[0-9a-f]{8}$/,
    );
  });

  it("the key is that of the plain value: the same secret hits, and so does the plain value", async () => {
    const dr = nb.driver(TEXT);
    await ranBy(dr, ["rows"], { inputs: { apiKey: secret(KEY) } });
    expect((await ranBy(dr, ["rows"], { inputs: { apiKey: secret(KEY) } })).words["rows"]).toBe("hit");
    expect((await ranBy(dr, ["rows"], { inputs: { apiKey: KEY } })).words["rows"]).toBe("hit");
  });

  it("errors that repeat it are kept without it; who ran it sees the error itself", async () => {
    const dr = nb.driver(TEXT);
    const { error, record } = await failedBy(dr, ["broken"], { inputs: { apiKey: secret(KEY) } });
    expect(((error as Error).cause as Error).message).toBe(`401 for key ${KEY}`);
    const kept = record.detail[record.graph.names.indexOf("broken")]?.error;
    expect(kept?.message).toBe("401 for key ‹secret›");
    expectNothingOf([KEY], JSON.stringify(record) + String(await dr.explain("broken")));
    expectNothingOf([KEY], everythingKept());
  });

  it("of several lines, each is struck out of an error", async () => {
    const pem = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----";
    const text = "export function parsed(pem: string): string { throw new Error('line 2: ' + pem.split('\\n')[1]); }";
    const { record } = await failedBy(nb.driver(text), ["parsed"], { inputs: { pem: secret(pem) } });
    expectNothingOf(["MIIEvQ"], JSON.stringify(record) + everythingKept());
  });

  it("hides config and overrides too, and works without a cache", async () => {
    const builder = new Builder().withModules(nb.cell(TEXT)).withConfig({ apiKey: secret(KEY) });
    expect(await builder.build().execute(["rows"])).toEqual({ rows: KEY.length });
    const dr = builder.withCache({ path: nb.cache }).build();
    const values = await dr.execute(["total"], {
      inputs: { login: secret(LOGIN) },
      overrides: { rows: secret(918273645) },
    });
    expect(values).toEqual({ total: 918273645 + LOGIN.password.length });
    await dr.execute(["rows"]);
    const records = JSON.stringify(await dr.cache.history());
    expectNothingOf([...TEXTS, "918273645"], records);
    expectNothingOf(TEXTS, everythingKept());
    await dr.close();
  });

  it("prints as secret(…) wherever it stands", () => {
    const wrapped = secret(KEY);
    for (const shown of [inspect(wrapped, { showHidden: true }), `${wrapped}`, JSON.stringify({ wrapped })])
      expect([shown.includes("secret(…)"), shown.includes(KEY)]).toEqual([true, false]);
  });

  it.each([
    ["an object", { key: secret(KEY) }, "login.key"],
    ["a list", [secret(KEY)], "login[0]"],
  ])("inside %s it is refused, since the body would get the wrapper", async (_, login, place) => {
    const text = "export function size(login: object): number { return Object.keys(login).length; }";
    const refused = nb.driver(text).execute(["size"], { inputs: { login } });
    await expect(refused).rejects.toThrow(`\`${place}\` is secret(…), but it stands for a whole input`);
  });

  it.each([
    ["the default of a parameter", `export function sent(key: unknown = secret("x")): string { return String(key); }`],
    ["inject()", `export const sent = inject({ key: secret("x") }, (key: unknown) => String(key));`],
    [
      "parameterize()",
      `export const all = parameterize({ sent: { key: secret("x") } }, (key: unknown) => String(key));`,
    ],
  ])(
    "in the code of a node, as %s, it is refused with and without a cache, and the remedy is told",
    async (_, text) => {
      const cell = `import { inject, parameterize, secret } from "cellar";\n${text}`;
      const said = "secret() wraps an input, a config value or an override, but stands in the code here";
      await expect(nb.driver(cell).execute(["sent"])).rejects.toThrow(said);
      const dr = new Builder().withModules(nb.cell(cell)).build();
      await expect(dr.execute(["sent"])).rejects.toThrow(said);
    },
  );
});

import { afterEach, describe, expect, it } from "vitest";
import { Builder, env, secret } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { notebook } from "./notebook.ts";

const nb = notebook();
const NAME = "CELLAR_TEST_TOKEN";
afterEach(() => {
  delete process.env[NAME];
});

const READS = "export function shown(token: string): string { return typeof token + token.length; }";

async function kept(token: unknown, text = READS) {
  const dr = nb.driver(text);
  const given = token === undefined ? {} : { inputs: { token } };
  return keptBy(dr, ["shown"], given);
}

describe("R28: a declared environment variable", () => {
  it("is handed over by value; the same text hits, another executes and says what it was", async () => {
    process.env[NAME] = "one";
    expect((await kept(env(NAME))).values).toEqual({ shown: "string3" });
    expect((await kept(env(NAME))).words["shown"]).toBe("hit");
    process.env[NAME] = "three";
    const changed = await kept(env(NAME));
    expect([changed.words["shown"], changed.values]).toEqual(["executed", { shown: "string5" }]);
    expect(changed.why("shown")).toEqual([`the variable of \`token\` changed: ${NAME} = "one" → "three"`]);
  });

  it("R1: is another kind of binding than the same text given as a value", async () => {
    process.env[NAME] = "one";
    await kept("one");
    expect((await kept(env(NAME))).words["shown"]).toBe("unchanged");
  });

  it("is no mark, and stands as the default of a parameter, with a cache and without", async () => {
    process.env[NAME] = "one";
    const text = `import { env } from "cellar";\nexport function shown(token = env("${NAME}")): string { return typeof token + token; }`;
    const first = await kept(undefined, text);
    expect([first.values, first.record.detail[1]?.marks]).toEqual([{ shown: "stringone" }, undefined]);
    process.env[NAME] = "two";
    expect((await kept(undefined, text)).values).toEqual({ shown: "stringtwo" });
    const dr = new Builder().withModules(nb.cell(text)).build();
    expect(await dr.execute(["shown"])).toEqual({ shown: "stringtwo" });
    expect((await kept("given", text)).values).toEqual({ shown: "stringgiven" });
  });

  it("reads as its text where the function is called by itself", () => {
    process.env[NAME] = "a,b";
    const token = env(NAME);
    expect([`${token}`, token.split(","), token.length, token.startsWith("a")]).toEqual(["a,b", ["a", "b"], 3, true]);
  });

  it.each(["toString", "constructor", "__proto__"])("called %s is none, unless it is set", async (name) => {
    await expect(kept(env(name))).rejects.toThrow(`The environment variable \`${name}\` is not set.`);
    expect((await kept(env(name, { default: "none" }))).values).toEqual({ shown: "string4" });
    expect(() => `${env(name)}`).toThrow("is not set");
  });

  it("that is not set is an error before anything runs, unless it has a default; validateExecution says the same", async () => {
    const dr = nb.driver(READS);
    const inputs = { token: env(NAME) };
    const said = `The environment variable \`${NAME}\` is not set.`;
    await expect(dr.execute(["shown"], { inputs })).rejects.toMatchObject({ code: "missing-input" });
    await expect(dr.plan(["shown"], { inputs })).rejects.toThrow(said);
    expect(dr.validateExecution(["shown"], { inputs }).problems).toMatchObject([
      { code: "missing-input", name: "token" },
    ]);
    expect((await kept(env(NAME, { default: "" }))).values).toEqual({ shown: "string0" });
  });

  it("chooses variants at build, given as a config value", async () => {
    process.env[NAME] = "eu";
    const text = `import { oneOf, when } from "cellar";
export const shown = oneOf(when({ region: "eu" }, (): string => "europe"), when({ region: "us" }, (region: string): string => region));`;
    const built = () =>
      new Builder()
        .withModules(nb.cell(text))
        .withConfig({ region: env(NAME) })
        .build();
    expect(await built().execute(["shown"])).toEqual({ shown: "europe" });
    process.env[NAME] = "us";
    expect(await built().execute(["shown"])).toEqual({ shown: "us" });
  });

  it.each([[""], ["A=B"], [3], [undefined]])("env(%s) is refused", (name) => {
    expect(() => env(name as string)).toThrow(/^env\(\) takes the name of a variable/);
  });

  it("env() refuses an unknown option with the nearest", () => {
    expect(() => env("A", { defualt: "" } as object)).toThrow("env() has no option `defualt`. Did you mean `default`?");
  });

  it.each([
    ["secret(env(…))", undefined],
    [
      "env(…, { secret: true }) as a default",
      `import { env } from "cellar";\nexport function shown(token = env("${NAME}", { secret: true })): string { return String(token.length); }`,
    ],
  ])("%s keeps its text out of every record and cue, and still counts", async (_, text) => {
    const token = text === undefined ? secret(env(NAME)) : undefined;
    const records: unknown[] = [];
    for (const value of ["hunter2-abcdef", "hunter2-ghijkl"]) {
      process.env[NAME] = value;
      const ran = await kept(token, text);
      expect(["executed", "unchanged"]).toContain(ran.words["shown"]);
      records.push(ran.record, ran.why("shown"));
    }
    expect(JSON.stringify(records)).not.toContain("hunter2");
  });
});

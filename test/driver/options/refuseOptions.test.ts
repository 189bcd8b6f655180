import { describe, expect, it } from "vitest";
import { Builder } from "../../../src/index.ts";
import { notebook } from "../notebook.ts";

const nb = notebook();
const TEXT = `
import { when } from "cellar";
export const rows = (least: number): number[] => [1, 2, 3].filter((n) => n >= least);
export const total = (rows: number[]): number => rows.length;
export const extra = when({ mode: "full" }, (total: number): number => total * 2);
`;
const least = { inputs: { least: 2 } };

describe("an option that there is not is an error with the nearest name, and never left out silently", () => {
  const asked = {
    execute: (options: object) => nb.driver(TEXT).execute(["total"], options),
    plan: (options: object) => nb.driver(TEXT).plan(["total"], options),
    explain: (options: object) => nb.driver(TEXT).explain("total", options),
    accept: (options: object) => nb.driver(TEXT).accept("total", options),
    verify: (options: object) => nb.driver(TEXT).verify(options),
    history: (options: object) => nb.driver(TEXT).cache.history(options),
    withCache: async (options: object) => new Builder().withCache(options),
  };
  it.each([
    ["execute", { ...least, recomput: ["rows"] }, /execute\(\) has no option `recomput`\. Did you mean `recompute`\?/],
    ["execute", { input: { least: 2 } }, /has no option `input`\. Did you mean `inputs`\?/],
    ["execute", { ...least, onError: "stopp" }, /execute\(\{ onError \}\) is one of "stop", "continue", not "stopp"/],
    ["execute", { ...least, concurrency: "4" }, /execute\(\{ concurrency \}\) is a number from 1, not "4"/],
    ["execute", { ...least, concurrency: 4n }, /execute\(\{ concurrency \}\) is a number from 1, not bigint/],
    ["execute", { ...least, timeoutMs: 5n }, /is a number of ms above 0 and up to \d+, not 5\./],
    ["execute", { ...least, signal: 5 }, /execute\(\{ signal \}\) is an AbortSignal/],
    ["execute", null, /execute\(\) takes its options as an object, .* not null/],
    ["plan", { ...least, override: {} }, /plan\(\) has no option `override`\. Did you mean `overrides`\?/],
    ["explain", { runid: "r" }, /explain\(\) has no option `runid`\. Did you mean `runId`\?/],
    ["accept", { ...least, notes: "same" }, /accept\(\) has no option `notes`\. Did you mean `note`\?/],
    ["verify", { smple: 0.1 }, /verify\(\) has no option `smple`\. Did you mean `sample`\?/],
    ["history", { scope: "cach" }, /history\(\{ scope \}\) is one of .* not "cach"\. Did you mean `cache`\?/],
    ["withCache", { defaultBehaviour: "recompute" }, /Did you mean `defaultBehavior`\?/],
    ["withCache", { previews: "no" }, /withCache\(\{ previews \}\) is true or false, not "no"/],
    ["withCache", { strict: 1 }, /withCache\(\{ strict \}\) is true or false, not 1/],
    ["withCache", { codeVersion: "file" }, /withCache\(\{ codeVersion \}\) is one of "closure", "function"/],
    ["withCache", { log: "all" }, /withCache\(\{ log \}\) is one of "info", "debug", not "all"/],
    ["withCache", { path: 5 }, /withCache\(\{ path \}\) is a text, not 5/],
    ["withCache", { metadataStore: "db" }, /withCache\(\{ metadataStore \}\) is an object, e\.g\. memoryMetadata\(\)/],
  ] as const)("%s(%o)", async (name, options, message) => {
    await expect((async () => asked[name](options as never))()).rejects.toMatchObject({
      code: "bad-option",
      message: expect.stringMatching(message),
    });
  });

  it("an option that is undefined counts as left out", async () => {
    const dr = nb.driver(TEXT, { strict: undefined, log: undefined } as never);
    expect(await dr.execute(["total"], { ...least, signal: undefined } as never)).toEqual({ total: 2 });
  });
});

it("R23: what is given in a node's place, or is an input, cannot be accepted, and it is said why", async () => {
  const dr = nb.driver(TEXT);
  await dr.execute(["total"], least);
  await expect(dr.accept("rows", { ...least, overrides: { rows: [1] } })).rejects.toMatchObject({
    code: "not-acceptable",
    message: expect.stringContaining("`rows` cannot be accepted: an override stands in its place"),
  });
  await expect(dr.accept("least", least)).rejects.toThrow("`least` cannot be accepted: it is an input");
});

it("a node that the config has not chosen is told as such where it is overridden or named for the cache", async () => {
  const told = '`extra` exists only where the config says mode is "full": withConfig({ mode: "full" })';
  await expect(nb.driver(TEXT).execute(["total"], { ...least, overrides: { extra: 1 } })).rejects.toThrow(told);
  expect(() => nb.driver(TEXT, { recompute: ["extra"] })).toThrow(told);
});

it("a run that is no text is told as such", () => {
  expect(() => nb.driver(TEXT).cache.logs({ level: "debug" } as never)).toThrow("A run is named by a text");
});

import { describe, expect, it } from "vitest";
import { allDifferences } from "../../src/cues/differences/differences.ts";
import { firstGate, GATES } from "../../src/cues/gates/gates.ts";
import { hitNote } from "../../src/cues/notes.ts";
import type { DifferenceFacts, GateFacts } from "../../src/cues/subject.ts";
import type { Preview } from "../../src/protocol/index.ts";
import { failedBy, notebook, ranBy } from "../driver/notebook.ts";

const nb = notebook();

const entry = {
  dataVersion: "d".repeat(64),
  executionId: 1,
  storedAt: 0,
  flags: 0,
  runId: 41,
  node: "total",
  durationMs: 1,
};
const calm: GateFacts = {
  node: "total",
  forced: undefined,
  disabled: undefined,
  opaque: undefined,
  impure: undefined,
  ignored: undefined,
  ttlMs: undefined,
  now: 0,
  opaqueDeps: [],
  entry,
  bytes: "unread",
};

describe("each gate fires for its own reason, in its own words", () => {
  it.each([
    [{ forced: "execute({ recompute })" }, "forced", "asked to execute by execute({ recompute })"],
    [{ disabled: "by withCache({ disable })" }, "disabled", "the cache is not used: by withCache({ disable })"],
    [
      { opaque: "`m` was loaded without its source text" },
      "opaque code",
      "its code is not known: `m` was loaded without its source text",
    ],
    [{ opaqueDeps: ["db", "log"] }, "opaque dep", "it reads `db`, whose value has no version"],
    [{ bytes: "missing" }, "result missing", "the stored result of run 41 is missing"],
    [
      { bytes: "class changed" },
      "result missing",
      "the stored result of run 41 holds instances of a class that has changed",
    ],
    [
      { bytes: "corrupt" },
      "result corrupt",
      "the stored result of run 41 is corrupt: its bytes do not have their digest",
    ],
    [
      { bytes: { at: Date.UTC(2026, 0, 31), reason: "it had not been used since 2025-12-01" } },
      "collected",
      "the stored result of run 41 was collected on 2026-01-31: it had not been used since 2025-12-01",
    ],
    [
      { bytes: { at: Number.MAX_VALUE, reason: "why" } },
      "collected",
      "the stored result of run 41 was collected on an unknown day: why",
    ],
  ] as const)("%o", (change, cue, text) => {
    expect(firstGate({ ...calm, ...change } as GateFacts)).toMatchObject({ cue, text });
    expect(GATES.map((gate) => gate({ ...calm, ...change } as GateFacts)).filter((c) => c !== undefined)).toHaveLength(
      1,
    );
    expect(firstGate(calm)).toBeUndefined();
  });

  it("without an entry no byte can be missing", () => {
    expect(firstGate({ ...calm, entry: undefined, bytes: "missing" })).toBeUndefined();
    expect(firstGate({ ...calm, entry: undefined, bytes: "corrupt" })).toBeUndefined();
  });
});

const hex = (c: string) => c.repeat(64);
type Story = NonNullable<DifferenceFacts["before"]>;
const story = (
  change: Partial<{
    bindings: Story["recipe"]["bindings"];
    parts: NonNullable<Story["code"]>["parts"];
    environment: Record<string, string>;
  }>,
): Story => ({
  recipe: { codeVersion: hex("c"), environment: hex("e"), bindings: change.bindings ?? [] },
  code: {
    mode: "closure",
    parts: change.parts ?? [{ kind: "code", name: "total", hops: [], digest: hex("1"), text: "t1" }],
  },
  environment: change.environment ?? { node: "20", timezone: "UTC" },
});
const texts: Record<string, string> = {
  t1: "total() { return 1; }",
  t2: "total() { return 2; }",
  h1: "help = 1",
  h2: "help = 2",
};
const previews: Record<string, Preview> = {
  [hex("a")]: { type: "string", text: "2024-09-01" },
  [hex("b")]: { type: "string", text: "2024-09-13" },
};
const differ = (before: Story | undefined, now: Story, more: Partial<DifferenceFacts> = {}) =>
  allDifferences({
    node: "total",
    now,
    before,
    baseline: "run 41",
    depOf: new Map(),
    boundTo: new Map(),
    overridden: new Set(),
    cuesOf: () => [],
    where: undefined,
    lookup: { text: (digest) => texts[digest], preview: (version) => previews[version] },
    ...more,
  });

describe("each difference says before → after", () => {
  it("never ran", () => {
    expect(differ(undefined, story({}), { baseline: undefined })).toEqual([
      { cue: "never ran", text: "`total` never ran before" },
    ]);
  });

  it("code changed", () => {
    const now = story({ parts: [{ kind: "code", name: "total", hops: [], digest: hex("2"), text: "t2", line: 7 }] });
    expect(differ(story({}), now, { where: { source: "77aa01b2", cell: "c1" } })).toEqual([
      {
        cue: "code changed",
        field: "code",
        before: "1",
        after: "2",
        where: { source: "77aa01b2", cell: "c1", line: 7 },
        texts: { before: { text: "t1" }, after: { text: "t2", line: 7 } },
        text: "the code of `total` changed: 1 → 2",
      },
    ]);
  });

  it.each([
    ["helper", "helper changed", "the helper `help` changed (reached by `near`): 1 → 2"],
    ["class", "helper changed", "the class `help` changed (reached by `near`): 1 → 2"],
    ["constant", "constant changed", "`help` changed (reached by `near`): 1 → 2"],
    ["file", "file changed", "the imported `help` changed (reached by `near`): 1 → 2"],
  ] as const)("a changed %s, with its hops", (kind, cue, text) => {
    const part = (n: number) =>
      story({ parts: [{ kind, name: "help", hops: ["near", "help"], digest: hex(String(n)), text: `h${n}` }] });
    expect(differ(part(1), part(2))).toEqual([
      {
        cue,
        field: "code/help",
        hops: ["near", "help"],
        before: "1",
        after: "2",
        texts: { before: { text: "h1" }, after: { text: "h2" } },
        text,
      },
    ]);
    expect(differ(part(1), part(1))[0]!.cue).toBe("not stored");
  });

  it("package changed, used, no longer used", () => {
    const using = (digest: string) => story({ parts: [{ kind: "package", name: "pl", hops: ["pl"], digest }] });
    const none = story({ parts: [] });
    expect(differ(using("pl@1.0.0"), using(`pl@1.1.0+0123456789abcdef`))).toEqual([
      {
        cue: "package changed",
        field: "code/pl",
        before: "pl@1.0.0",
        after: "pl@1.1.0 (dependencies 01234567)",
        text: "the package `pl` changed: pl@1.0.0 → pl@1.1.0 (dependencies 01234567)",
      },
    ]);
    expect(differ(none, using("pl@1.0.0"))[0]).toEqual({
      cue: "package changed",
      field: "code/pl",
      after: "pl@1.0.0",
      text: "the package `pl` changed: not used → pl@1.0.0",
    });
    expect(differ(using("pl@1.0.0"), none)[0]!.text).toBe("the package `pl` changed: pl@1.0.0 → not used");
  });

  it("input changed", () => {
    const given = (c: string) => story({ bindings: [["cutoff", "value", hex(c)]] });
    expect(differ(given("a"), given("b"))).toEqual([
      {
        cue: "input changed",
        field: "input/cutoff",
        before: '"2024-09-01"',
        after: '"2024-09-13"',
        text: 'the input `cutoff` changed: "2024-09-01" → "2024-09-13"',
      },
    ]);
  });

  it("input and dep changed, where parameters are bound to other names: those that the user gave", () => {
    const given = (c: string) => story({ bindings: [["rate", "value", hex(c)]] });
    const boundTo = new Map([["rate", "rateOfDay"]]);
    expect(differ(given("a"), given("b"), { boundTo })[0]).toMatchObject({
      field: "input/rate",
      text: 'the input `rateOfDay` changed: "2024-09-01" → "2024-09-13"',
    });
    const depOf = new Map([["rate", 3]]);
    expect(differ(given("a"), given("b"), { boundTo, depOf })[0]).toMatchObject({
      field: "dep/rate",
      text: "`rateOfDay` changed",
    });
  });

  it("dep changed, with the node in which it began", () => {
    const reading = (c: string) => story({ bindings: [["rows", "value", hex(c)]] });
    const own = { depOf: new Map([["rows", 3]]), cuesOf: () => [{ cue: "code changed", text: "…" }] };
    expect(differ(reading("a"), reading("b"), own)).toEqual([
      {
        cue: "dep changed",
        field: "dep/rows",
        before: "a".repeat(12),
        after: "b".repeat(12),
        root: 3,
        text: "`rows` changed",
      },
    ]);
    const further = { ...own, cuesOf: () => [{ cue: "dep changed", root: 1, text: "…" }] };
    expect(differ(reading("a"), reading("b"), further)[0]!.root).toBe(1);
  });

  it("dep added and removed", () => {
    const reading = (name: string) => story({ bindings: [[name, "value", hex("a")]] });
    expect(differ(reading("old"), reading("new")).map((cue) => [cue.cue, cue.field, cue.text])).toEqual([
      ["dep added", "dep/new", "it now reads `new`"],
      ["dep removed", "dep/old", "it no longer reads `old`"],
    ]);
  });

  it("environment changed, each field", () => {
    const now = story({ environment: { node: "22", timezone: "UTC", icu: "74.2" } });
    expect(differ(story({}), now)).toEqual([
      {
        cue: "environment changed",
        field: "environment/icu",
        after: "74.2",
        text: "environment: icu not counted → 74.2",
      },
      {
        cue: "environment changed",
        field: "environment/node",
        before: "20",
        after: "22",
        text: "environment: node 20 → 22",
      },
    ]);
  });

  it("nothing changed, and yet no result", () => {
    expect(differ(story({}), story({}))).toEqual([
      { cue: "not stored", text: "nothing changed since it was last seen (run 41), but no result of it was stored" },
    ]);
  });
});

describe("notes on hits", () => {
  const made = (node: string) => ({ node, runId: 41, storedAt: Date.UTC(2026, 0, 31) });
  it("say under which name the value was made", () => {
    expect(hitNote("a", made("a"), new Map())).toBeUndefined();
    expect(hitNote("a", made("b"), new Map())?.text).toBe("formerly `b`");
    expect(hitNote("a", made("b"), new Map([["b", 0]]))?.text).toBe("same computation as `b`");
  });

  it("R26: say that the value was accepted, when, whose it is, and what was noted", () => {
    const text = "accepted on 2026-01-31: the value of run 41, which other code computed, is kept";
    const accepted = (note: string) => ({ ...made("b"), accepted: { note } });
    expect(hitNote("a", accepted(""), new Map())).toEqual({ cue: "accepted", text });
    const noted = { cue: "accepted", after: "only a log line", text: `${text} (only a log line)` };
    expect(hitNote("a", accepted("only a log line"), new Map())).toEqual(noted);
  });
});

describe("why a node executed, from the beginning", () => {
  const text = (rate: number, more = "") => `export const rate = ${rate};
export function a(x: number) { return x * rate; }
export function b(a: number) { return a + 1; }
export function c(b: number) { return b + 1; }${more}`;

  it("the root cause is named through two hops", async () => {
    const dr = nb.driver(text(1));
    await ranBy(dr, ["c"], { inputs: { x: 1 } });
    const edited = nb.driver(text(2));
    const { record, why } = await ranBy(edited, ["c"], { inputs: { x: 1 } });
    expect([why("a"), why("b"), why("c")]).toEqual([["`rate` changed: 1 → 2"], ["`a` changed"], ["`b` changed"]]);
    const a = record.graph.names.indexOf("a");
    expect(record.graph.names.map((_, i) => record.detail[i]?.cues?.[0]?.root)).toEqual([undefined, undefined, a, a]);
    expect(String(await edited.explain("c"))).toBe(
      [
        "`c` executed because of `a`: `rate` changed: 1 → 2; then `b` changed.",
        "  basics, line 1:",
        "  - export const rate = 1;",
        "  + export const rate = 2;",
      ].join("\n"),
    );
    await ranBy(edited, ["c"], { inputs: { x: 1 } });
    expect(String(await edited.explain("c"))).toBe(
      "`c` was a hit: nothing that it depends on changed since run 2 computed it.",
    );
  });

  it("two causes are both told, the function's own first", async () => {
    await nb.run(text(1), ["c"], { inputs: { x: 1 } });
    const both = text(2).replace("x * rate", "x * rate * 3");
    const ran = await nb.run(both, ["c"], { inputs: { x: 5 } });
    expect(ran.why("a")).toEqual([
      "the code of `a` changed: (nothing) → * 3",
      "`rate` changed: 1 → 2",
      "the input `x` changed: 1 → 5",
    ]);
    expect((await nb.run(both, ["c"], { inputs: { x: 5 } })).words["a"]).toBe("hit");
  });

  it("a new and a dropped parameter", async () => {
    await nb.run("export function a(x: number) { return 1; }", ["a"], { inputs: { x: 1 } });
    const ran = await nb.run("export function a(y: number) { return 1; }", ["a"], { inputs: { y: 1 } });
    expect(ran.why("a")).toEqual(["the code of `a` changed: x → y", "it now reads `y`", "it no longer reads `x`"]);
    expect((await nb.run("export function a(y: number) { return 1; }", ["a"], { inputs: { y: 1 } })).words["a"]).toBe(
      "hit",
    );
  });

  it("a node that failed is compared with what it was before it failed", async () => {
    const failing = "export function a(x: number) { if (x === 2) throw new Error('two'); return x; }";
    await nb.run(failing, ["a"], { inputs: { x: 1 } });
    const { why } = await failedBy(nb.driver(failing), ["a"], { inputs: { x: 2 } });
    expect(why("a")).toEqual(["the input `x` changed: 1 → 2"]);
    expect((await nb.run(failing, ["a"], { inputs: { x: 3 } })).why("a")).toEqual(["the input `x` changed: 1 → 3"]);
  });

  it("a driver built of the same node in another dataflow compares with its last run in this cache", async () => {
    await nb.run(nb.cell("export function a() { return 1; }", "one"), ["a"]);
    const ran = await nb.run(nb.cell("export function a() { return 2; }", "two"), ["a"]);
    expect(ran.why("a")).toEqual(["the code of `a` changed: 1 → 2"]);
  });
});

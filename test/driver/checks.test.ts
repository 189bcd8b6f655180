import { describe, expect, it } from "vitest";
import { Builder, memoryMetadata, memoryResults, workersExecutor } from "../../src/index.ts";
import { keptBy } from "../planKept.ts";
import { failedBy, notebook, ranBy, tallies } from "./notebook.ts";

const nb = notebook();
const count = tallies();

/** Runs with a new driver and checks that its plan was kept. */
async function kept(text: string, names: readonly string[], asking = {}) {
  return keptBy(nb.driver(text), names, asking);
}

const PLAIN = `
export const share = (rows: number[]): number => { globalThis.tally("share"); return rows.length / 2; };
export const half = (share: number): number => share / 2;
`;
const CHECKED = `import { checkOutput } from "cellar";
const LIMITS = [0, 1];
export const share = checkOutput({ range: LIMITS }, (rows: number[]): number => { globalThis.tally("share"); return rows.length / 2; });
export const half = (share: number): number => share / 2;
`;
const good = { inputs: { rows: [1] } };
const bad = { inputs: { rows: [1, 2, 3] } };

describe("a check that passes", () => {
  it("R3: to add, edit or remove it never executes the function, nor what reads its node", async () => {
    await kept(PLAIN, ["half"], good);
    expect((await kept(CHECKED, ["half"], good)).words).toEqual({
      rows: "given",
      "share.unchecked": "hit",
      "share.check": "executed",
      share: "unchanged",
      half: "hit",
    });
    const edited = await kept(CHECKED.replace("[0, 1]", "[0, 2]"), ["half"], good);
    expect(edited.words).toMatchObject({
      "share.unchecked": "hit",
      "share.check": "unchanged",
      share: "hit",
      half: "hit",
    });
    expect(edited.why("share.check")).toEqual(["`checkOutput()` changed: 1 → 2"]);
    expect((await kept(PLAIN, ["half"], good)).words).toEqual({ rows: "given", share: "hit", half: "hit" });
    expect(count).toEqual({ share: 1 });
  });

  it("hits as a whole the second time, and is what was found", async () => {
    await kept(CHECKED, ["half"], good);
    const again = await kept(CHECKED, ["half", "share.check"], good);
    expect(Object.values(again.words).filter((word) => word !== "hit")).toEqual(["given"]);
    expect(again.values).toEqual({ half: 0.25, "share.check": { passed: true, findings: [] } });
  });
});

describe("a check that fails", () => {
  it("fails the node with the place and what does not fit; nothing below it runs and nothing of it is stored", async () => {
    const { error, words } = await failedBy(nb.driver(CHECKED), ["half"], bad);
    expect(String(error)).toMatch(
      /`share` \(line 3\) does not pass checkOutput\(\): is out of the range \[0, 1\]: 1\.5\. What was found stands in `share\.check`/,
    );
    expect(words).toMatchObject({
      "share.unchecked": "executed",
      "share.check": "executed",
      share: "failed",
      half: "skipped",
    });
    const again = await failedBy(nb.driver(CHECKED), ["half"], bad);
    expect(again.words).toMatchObject({
      "share.unchecked": "hit",
      "share.check": "hit",
      share: "failed",
      half: "skipped",
    });
    expect(await nb.driver(CHECKED).execute(["share.check", "share.unchecked"], bad)).toEqual({
      "share.unchecked": 1.5,
      "share.check": {
        passed: false,
        findings: [{ rule: "range", says: "is out of the range [0, 1]", examples: [{ value: 1.5 }] }],
      },
    });
  });

  it("a rule that is mended lets the stored value pass, without executing the function", async () => {
    await failedBy(nb.driver(CHECKED), ["half"], bad);
    const mended = await kept(CHECKED.replace("[0, 1]", "[0, 2]"), ["half"], bad);
    expect(mended.values).toEqual({ half: 0.75 });
    expect(count).toEqual({ share: 1 });
  });

  it("a stored value is looked at again when the check is another: never a hit on what has not passed it", async () => {
    await kept(PLAIN, ["half"], bad);
    expect((await failedBy(nb.driver(CHECKED), ["half"], bad)).words).toMatchObject({
      "share.unchecked": "hit",
      share: "failed",
      half: "skipped",
    });
    await kept(CHECKED.replace("[0, 1]", "[0, 2]"), ["half"], bad);
    expect((await failedBy(nb.driver(CHECKED), ["half"], bad)).words).toMatchObject({
      share: "failed",
      half: "skipped",
    });
    const warns = CHECKED.replace("range: LIMITS", 'range: LIMITS, importance: "warn"');
    expect((await ranBy(nb.driver(warns), ["half"], bad)).values).toEqual({ half: 0.75 });
    expect((await failedBy(nb.driver(CHECKED), ["half"], bad)).words).toMatchObject({
      share: "failed",
      half: "skipped",
    });
    expect(count).toEqual({ share: 1 });
  });

  it("fails without a cache too", async () => {
    const dr = new Builder().withModules(nb.cell(CHECKED)).build();
    expect(await dr.execute(["half"] as string[], good)).toEqual({ half: 0.25 });
    await expect(dr.execute(["half"] as string[], bad)).rejects.toThrow(/`share` failed: .*out of the range/);
  });

  it("shows no value where none is to be shown", async () => {
    const hidden = CHECKED.replace("{ checkOutput }", "{ cache, checkOutput }")
      .replace("checkOutput({ range: LIMITS }, ", "cache({ preview: false }, checkOutput({ range: LIMITS }, ")
      .replace("/ 2; });", "/ 2; }));");
    const one = await failedBy(nb.driver(hidden), ["half"], bad);
    const two = await failedBy(nb.driver(CHECKED, { previews: false }), ["half"], bad);
    for (const { error, record } of [one, two]) {
      expect(String(error)).toMatch(/out of the range/);
      expect(String(error)).not.toMatch(/1\.5/);
      expect(JSON.stringify(record)).not.toMatch(/(: |")1\.5/);
    }
  });
});

describe("a check that warns", () => {
  const WARNS = CHECKED.replace("range: LIMITS", 'range: LIMITS, importance: "warn"');

  it("goes on, says so once in the run's record, and stands at the node", async () => {
    const first = await kept(WARNS, ["half"], bad);
    const said = "`share` does not pass checkOutput(): is out of the range [0, 1]: 1.5";
    expect(first.values).toEqual({ half: 0.75 });
    expect(first.record.warnings).toEqual([said]);
    expect(first.record.detail[first.record.graph.names.indexOf("share.check")]?.marks).toEqual([said]);
    const again = await kept(WARNS, ["half"], bad);
    expect(again.record.warnings ?? []).toEqual([]);
    expect(again.words).toMatchObject({ "share.check": "hit", share: "hit", half: "hit" });
  });

  it("warns of what failed before, when it is to warn from now on", async () => {
    await failedBy(nb.driver(CHECKED), ["half"], bad);
    const ran = await kept(WARNS, ["half"], bad);
    expect(ran.record.warnings).toHaveLength(1);
    expect(ran.words).toMatchObject({ "share.unchecked": "hit", share: "executed", half: "executed" });
  });

  it("says so without a cache too", async () => {
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    const dr = new Builder().withModules(nb.cell(WARNS)).build();
    expect(await dr.execute(["half"] as string[], bad)).toEqual({ half: 0.75 });
    expect((await warned).message).toMatch(/`share` does not pass checkOutput\(\): is out of the range \[0, 1\]: 1\.5/);
  });

  it("says so of each item, also without a cache", async () => {
    const text = `import { checkOutput, collect, parallelizable } from "cellar";
export const row = parallelizable((rows: number[]) => rows);
export const share = checkOutput({ range: [0, 1], importance: "warn" }, (row: number): number => row);
export const all = collect({}, (share: number[]) => share);
`;
    const expected = [2, 3].map((row) => `\`share\` does not pass checkOutput(): is out of the range [0, 1]: ${row}`);
    expect((await kept(text, ["all"], { inputs: { rows: [1, 2, 3, 2] } })).record.warnings).toEqual(expected);
    const warned: string[] = [];
    const hear = ({ message }: Error) => warned.push(message);
    process.on("warning", hear);
    const dr = new Builder().withModules(nb.cell(text)).build();
    await dr.execute(["all"] as string[], { inputs: { rows: [1, 2, 3, 2] } });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", hear);
    expect(warned).toEqual(expected);
  });

  it("goes together with function mode, workers, retry, memory stores and verify", async () => {
    const text = WARNS.replace('globalThis.tally("share"); ', "")
      .replace("{ checkOutput }", "{ checkOutput, pipeOutput, retry, step }")
      .replace(
        "(share: number): number => share / 2",
        "retry({ times: 2 }, pipeOutput([step(negated)], (share: number): number => share / 2))",
      )
      .replace("export const half", "const negated = (x: number) => -x;\nexport const half");
    const executor = workersExecutor({ threads: 1 });
    for (const options of [
      { codeVersion: "function" as const },
      { resultStore: memoryResults(), metadataStore: memoryMetadata() },
    ]) {
      const first = await ranBy(nb.driver(text, options), ["half"], bad);
      expect(first.values).toEqual({ half: -0.75 });
      const again = await ranBy(nb.driver(text, options), ["half"], bad);
      expect([...new Set(Object.values(again.words))].sort()).toEqual(["given", "hit"]);
    }
    const dr = new Builder().withModules(nb.cell(text)).withExecutor(executor).withCache({ path: nb.cache }).build();
    expect(await dr.execute(["half"] as string[], bad)).toEqual({ half: -0.75 });
    expect((await dr.verify({ sample: 1 })).different).toEqual([]);
    await dr.close();
    await executor.close?.();
  });

  it("several checks stand around one another, each with its importance", async () => {
    const two = CHECKED.replace(
      "checkOutput({ range: LIMITS }, ",
      'checkOutput({ type: "integer", importance: "warn" }, checkOutput({ range: LIMITS }, ',
    ).replace("/ 2; });", "/ 2; }));");
    const ran = await kept(two, ["half", "share.check", "share.check2"], good);
    expect(ran.record.warnings).toEqual(["`share` does not pass checkOutput(): is no integer: 0.5"]);
    expect(ran.values).toMatchObject({
      half: 0.25,
      "share.check": { passed: true },
      "share.check2": { passed: false },
    });
    expect((await failedBy(nb.driver(two), ["half"], bad)).words).toMatchObject({ share: "failed" });
  });
});

describe("a custom check", () => {
  const CUSTOM = `import { checkOutput } from "cellar";
const least = 1;
const isLong = (rows: number[]): boolean | string => { globalThis.tally("isLong"); return rows.length > least || "has " + rows.length + " rows"; };
export const rows = checkOutput({ custom: isLong }, (n: number): number[] => { globalThis.tally("rows"); return new Array(n).fill(0); });
export const size = (rows: number[]): number => rows.length;
`;
  it("R3: its edited code, helper or constant checks the stored value again, and executes nothing else", async () => {
    const asking = { inputs: { n: 2 } };
    await kept(CUSTOM, ["size"], asking);
    const edited = await kept(CUSTOM.replace("least = 1", "least = 0"), ["size"], asking);
    expect(edited.words).toEqual({
      n: "given",
      "rows.unchecked": "hit",
      "rows.check": "unchanged",
      rows: "hit",
      size: "hit",
    });
    const strict = await failedBy(nb.driver(CUSTOM.replace("least = 1", "least = 2")), ["size"], asking);
    expect(String(strict.error)).toMatch(/has 2 rows/);
    expect(strict.words).toMatchObject({ "rows.unchecked": "hit", rows: "failed", size: "skipped" });
    expect(count).toEqual({ rows: 1, isLong: 3 });
  });

  it("is told by its name, also where modifiers wrap it", async () => {
    const wrapped = CUSTOM.replace("import { checkOutput }", "import { checkOutput, tag }").replace(
      /isLong = .*;\n/,
      'isLong = tag({ owner: "me" }, (rows: number[]) => rows.length > 9);\n',
    );
    const { error } = await failedBy(nb.driver(wrapped), ["size"], { inputs: { n: 2 } });
    expect(String(error)).toMatch(/`isLong` says no/);
  });

  it("may be async; one that throws fails; one that gives anything else is told what to give", async () => {
    const asking = { inputs: { n: 2 } };
    const later = CUSTOM.replace("isLong = (rows: number[]): boolean | string", "isLong = async (rows: number[])");
    expect((await kept(later, ["size"], asking)).values).toEqual({ size: 2 });
    const throws = CUSTOM.replace(
      "return rows.length > least",
      'throw new Error("broken"); return rows.length > least',
    );
    expect((await failedBy(nb.driver(throws), ["size"], asking)).words).toMatchObject({
      "rows.check": "failed",
      rows: "skipped",
    });
    const odd = CUSTOM.replace("return rows.length > least ||", "return rows.length as any; return");
    expect(String((await failedBy(nb.driver(odd), ["size"], asking)).error)).toMatch(
      /`isLong` checks a value, and gives number/,
    );
  });

  it("goes together with pipeOutput, on either side", async () => {
    const text = `import { checkOutput, pipeOutput, step } from "cellar";
const negated = (x: number) => -x;
export const one = checkOutput({ range: [null, 0] }, pipeOutput([step(negated)], () => 1));
export const two = pipeOutput([step(negated)], checkOutput({ range: [0, null] }, () => 1));
export const three = pipeOutput([step(negated)], checkOutput({ range: [2, null] }, () => 1));
`;
    const ran = await kept(text, ["one", "two", "one.raw", "one.unchecked", "two.raw", "two.unchecked"]);
    expect(ran.values).toEqual({
      one: -1,
      two: -1,
      "one.raw": 1,
      "one.unchecked": -1,
      "two.raw": 1,
      "two.unchecked": 1,
    });
    expect((await failedBy(nb.driver(text), ["three"])).words).toMatchObject({
      "three.raw": "failed",
      three: "skipped",
    });
  });
});

describe("bad checks are errors at build(), with their place and the remedy", () => {
  const text = (rules: string) => `import { checkOutput } from "cellar";
const isFine = () => true;
const RULES = { custom: isFine };
export const rows = checkOutput(${rules}, () => 1);`;
  it.each([
    ["{}", /basics:4:21 `rows` \(line 4\): checkOutput\(\) has no rule/],
    ["{ importance: 'warn' }", /has no rule/],
    ["{ rnge: [0, 1] }", /checkOutput\(\) has no rule `rnge`\. Did you mean `range`\?/],
    ["{ range: [1, 0] }", /begins above its end: write \[0, 1\]/],
    ["{ range: 5 }", /is the least and the greatest number/],
    ["{ range: [null, null] }", /is the least and the greatest number/],
    ["{ in: [] }", /is a list of texts, numbers/],
    ["{ type: 'numbr' }", /not "numbr"\. Did you mean `number`\?/],
    ["{ nulls: 2 }", /checkOutput\(\{ nulls \}\) is "none", or the greatest share/],
    ["{ schema: { a: 'strng' } }", /says of the column `a` what is one of .*Did you mean `string`\?/],
    ["{ columns: { a: { rang: [0, 1] } } }", /of the column `a` has no rule `rang`\. Did you mean `range`\?/],
    ["{ columns: { a: 5 } }", /says of the column `a` 5, which is no rule/],
    ["{ importance: 'fial', range: [0, 1] }", /is "fail" or "warn", not "fial"\. Did you mean `fail`\?/],
    ["{ custom: isFin }", /custom\(isFin\): `isFin` is no function of this module\. Did you mean `isFine`\?/],
    ["{ custom: isFine }", /calls `isFine` with the value, and it has no parameter/],
    ["{ custom: () => true }", /takes the name of a function of this module/],
    ["{ range: [0, limit()] }", /is written out as a literal/],
    ["RULES", /checkOutput\(\{ custom \}\) is written where the function is checked, not in a constant/],
    ["rules", /checkOutput\(\) takes its options first, written out/],
  ])("%s", (rules, message) => {
    expect(() => nb.driver(text(rules))).toThrow(message);
  });
});

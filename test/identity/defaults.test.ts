import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

describe("a default whose value cannot be known beforehand counts by its code", () => {
  const EDITS: readonly (readonly [what: string, before: string, after: string, word: string])[] = [
    ["a comment and layout", "x * 2", "x   *\n 2 /* twice */", "hit"],
    ["a type", "x * 2", "(x as number) * 2", "hit"],
    ["how a number is written", "x * 2", "x * 0x2", "hit"],
    ["another sum", "x * 2", "x * 3", "executed"],
    ["the name of an earlier parameter in a text", '["x"].length + x', '["y"].length + x', "unchanged"],
  ];
  it.each(EDITS)("%s", async (_what, before, after, word) => {
    const text = (standard: string) => `export function out(x: number, y = ${standard}) { return [x, y]; }`;
    await nb.run(text(before), ["out"], { inputs: { x: 1 } });
    const [first, second] = await nb.runTwice(text(after), ["out"], { inputs: { x: 1 } });
    expect([first.words["out"], second.words["out"]]).toEqual([word, "hit"]);
    expect(second.values).toEqual(first.values);
  });

  it("also one that has no version", async () => {
    const text = (standard: string) => `export function out(f = ${standard}) { return f(); }`;
    await nb.run(text("() => 1"), ["out"]);
    expect((await nb.run(text("() =>  1 /* one */"), ["out"])).words["out"]).toBe("hit");
    const [first, second] = await nb.runTwice(text("() => 2"), ["out"]);
    expect([first.values, second.values]).toEqual([{ out: 2 }, { out: 2 }]);
    expect(first.words["out"]).toBe("executed");
  });

  it("a text that only looks like an earlier parameter counts by its value", async () => {
    const text = 'export function out(x: number, y = ["x"].concat("a")) { return [x, y]; }';
    await nb.run(text, ["out"], { inputs: { x: 1 } });
    const given = await nb.run(text, ["out"], { inputs: { x: 1, y: ["x", "a"] } });
    expect(given.words["out"]).toBe("hit");
  });

  it("one that asks for `arguments` or `this` is left to the function", async () => {
    const text = "export function out(x: number, y = arguments.length, z = typeof this) { return [x, y, z]; }";
    const [first, second] = await nb.runTwice(text, ["out"], { inputs: { x: 1 } });
    expect([first.values["out"], second.words["out"]]).toEqual([[1, 3, "undefined"], "hit"]);
  });
});

it("two parameters of one name are refused when the driver is built", () => {
  for (let time = 0; time < 2; time++)
    expect(() => nb.driver("export const one = 1;\nexport function out(x: number, x: number) { return x; }")).toThrow(
      "basics:2:32 `out` (line 2) has two parameters `x`, but a node asks for each thing by its name: give one of them another.",
    );
});

import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";

const nb = notebook();

describe("values belong to whoever got them", () => {
  it("a default that its function changes is new at each call, also when the call is done again", async () => {
    const text =
      "export function d() { return [1]; }\nexport function a(d: number[], acc = [0]) { d.push(1); acc[0]!++; return [acc[0], d.length]; }";
    const [first, second] = await nb.runTwice(text, ["a"]);
    expect([first.values["a"], second.values["a"], second.words["a"]]).toEqual([[1, 2], [1, 2], "hit"]);
  });

  it("two nodes that are one computation do not share an object", async () => {
    const { values } = await nb.run("export function a() { return [1]; }\nexport function b() { return [1]; }", [
      "a",
      "b",
    ]);
    (values["a"] as number[]).push(9);
    expect(values["b"]).toEqual([1]);
  });

  it("the folder counts for code that mentions it", async () => {
    const [first] = await nb.runTwice("export function here() { return __dirname; }", ["here"]);
    expect(first.values["here"]).toBe(nb.folder);
  });

  it("a local CommonJS file exports what it puts in the place of its exports", async () => {
    nb.write("z.cjs", "module.exports = { v: 1 };");
    const text = 'import z from "./z.cjs";\nimport { v } from "./z.cjs";\nexport function a() { return [z.v, v]; }';
    expect((await nb.run(text, ["a"])).values["a"]).toEqual([1, 1]);
  });
});

import { describe, expect, it } from "vitest";
import { pictureOfRun } from "../../src/view/index.ts";
import { graphOf, runOf } from "../protocol/sampleRun.ts";

const given = (text: string, name = "start") =>
  pictureOfRun(
    runOf({ ...graphOf({ [name]: [] }), kinds: "i" }, "g", { detail: { 0: { preview: { type: "number", text } } } }),
  ).boxes[0]!.sub;

describe("the second line of an input", () => {
  it("holds a short value whole", () => {
    expect(given("2024-09-01")).toBe("given · 2024-09-01");
  });

  it("cuts a value that would touch the border, and tells more where the box is wider", () => {
    expect(given("1795563995062")).toMatch(/^given · 1\d+…\d*2$/);
    expect(given("WWWWWWWWWWWWW").length).toBeLessThan(given("1795563995062").length);
    expect(given("1795563995062", "aLongNameOfAnInput_1")).toBe("given · 1795563995062");
  });
});

import { expect, it } from "vitest";
import { formatNamed, formatNames } from "../../src/formats/formats.ts";

it("a format is found by its name", () => {
  expect(formatNames().map((name) => formatNamed(name).name)).toEqual(["structured", "json"]);
});

it("an unknown format is an error that names the nearest", () => {
  expect(() => formatNamed("jsno")).toThrow('There is no format "jsno". Did you mean "json"?');
  expect(() => formatNamed("Structure")).toThrow('Did you mean "structured"?');
  expect(() => formatNamed("completely different")).toThrow("Formats: structured, json.");
});

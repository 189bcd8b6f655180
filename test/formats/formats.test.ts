import { expect, it } from "vitest";
import { formatNamed } from "../../src/formats/formats.ts";

it("a format is found by its name", () => {
  expect(["structured", "json"].map((name) => formatNamed(name)?.name)).toEqual(["structured", "json"]);
});

it("a format that another version wrote is not known, and no error", () => {
  expect(formatNamed("tiff")).toBeUndefined();
});

import { expect, it } from "vitest";
import { nearest } from "../../../kernel-ext/src/magics/nearest.ts";

it.each([
  ["--dispaly", ["--display", "--help"], "--display"],
  ["%%CELL_to_modul", ["%%cell_to_module", "%lsmagic"], "%%cell_to_module"],
  ["-x", ["-d"], "-d"],
  ["zzzzzz", ["--display"], undefined],
  ["a", [], undefined],
])("%s of %j means %s", (name, known, meant) => {
  expect(nearest(name, known)).toBe(meant);
});

import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "../../../scripts/test/chromium.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

test("an installed browser is found on PATH, Chromium before Chrome", () => {
  const folder = temporaryFolder();
  for (const name of ["google-chrome", "chromium"]) fs.writeFileSync(path.join(folder, name), "");
  expect(findChromium({ env: { PATH: folder }, platform: "linux" })).toBe(path.join(folder, "chromium"));
});

test("CHROMIUM chooses, and a wrong one is not silently replaced", () => {
  const chosen = path.join(temporaryFolder(), "mine");
  expect(() => findChromium({ env: { CHROMIUM: chosen } })).toThrow("where nothing is");
  fs.writeFileSync(chosen, "");
  expect(findChromium({ env: { CHROMIUM: chosen } })).toBe(chosen);
});

test("a machine without a browser has none", () => {
  expect(findChromium({ env: { PATH: temporaryFolder() }, platform: "linux" })).toBeUndefined();
});

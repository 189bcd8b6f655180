import { expect, test } from "vitest";
import { isInstalled } from "../../../scripts/setup/packages.mjs";

const locked = {
  "": { version: "0.1.0" },
  "kernel-ext": { version: "0.1.0" },
  "node_modules/cellar": { link: true },
  "node_modules/zeromq": { version: "6.8.0", integrity: "sha512-a" },
  "node_modules/other-platform": { version: "1.0.0", optional: true },
};

test("packages are as locked when each is there in its version; those of other platforms may be missing", () => {
  expect(isInstalled(locked, { "node_modules/zeromq": { version: "6.8.0", integrity: "sha512-a" } })).toBe(true);
});

test("a missing package, another version and other bytes are noticed", () => {
  expect(isInstalled(locked, {})).toBe(false);
  expect(isInstalled(locked, { "node_modules/zeromq": { version: "6.7.0", integrity: "sha512-a" } })).toBe(false);
  expect(isInstalled(locked, { "node_modules/zeromq": { version: "6.8.0", integrity: "sha512-b" } })).toBe(false);
});

import { expect, test } from "vitest";
import { explainFailure } from "../../../scripts/process/failure.mjs";
import { isInstalled, isOfAnotherNode, withoutChatter } from "../../../scripts/setup/packages.mjs";

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

test("after another Node the binaries are built again, on another platform everything is fetched", () => {
  expect(isOfAnotherNode("was compiled against a different Node.js version using\nNODE_MODULE_VERSION 115.")).toBe(
    true,
  );
  expect(isOfAnotherNode("Error: /p/better_sqlite3.node: invalid ELF header\ncode: 'ERR_DLOPEN_FAILED'")).toBe(false);
});

test("a compiler that fails is not told as the network that had no ready-made binary", () => {
  const output = [
    "npm info run better-sqlite3@12.11.1 install",
    "prebuild-install warn install getaddrinfo ENOTFOUND github.com",
    "gyp http GET https://nodejs.org/download/release/v20.20.2/node-v20.20.2-headers.tar.gz",
    "gyp ERR! stack Error: `make` failed with exit code: 2",
  ];
  expect(explainFailure("npm ci", withoutChatter(output.join("\n"))).message).toContain("could not be compiled");
});

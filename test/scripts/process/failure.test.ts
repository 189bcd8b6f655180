import { expect, test } from "vitest";
import { explainFailure, Failure, tellFailure } from "../../../scripts/process/failure.mjs";

test.each([
  ["gyp ERR! stack Error: not found: make", "could not be compiled", "apt install build-essential python3"],
  ["/bin/sh: 1: g++: not found", "could not be compiled", "xcode-select --install"],
  ["npm error code ENOSPC", "The disk is full", "Free about 2 GB"],
  ["OSError: [Errno 28] No space left on device", "The disk is full", "Free about 2 GB"],
  ["npm error errno ENOTFOUND", "could not be fetched over the network", "HTTPS_PROXY"],
  ["pip: Temporary failure in name resolution", "could not be fetched over the network", "HTTPS_PROXY"],
  ["Error: EACCES: permission denied, mkdir 'node_modules'", "could not be written", "chown"],
  ["ERROR: No matching distribution found for numpy==9", "no version that suits this Python", "PYTHON="],
  ["was compiled against NODE_MODULE_VERSION 115", "built for another machine", "npm rebuild"],
])("%s is explained with its remedy", (output, message, remedy) => {
  const failure = explainFailure("npm ci", `some lines\n${output}\n`);
  expect(failure.message).toMatch(/^npm ci failed\. /);
  expect(failure.message).toContain(message);
  expect(failure.remedy).toContain(remedy);
});

test("a full disk is named although the compiler complains as well", () => {
  expect(explainFailure("npm ci", "gyp ERR! not found: make\nENOSPC").message).toContain("The disk is full");
});

test("an unknown failure shows the end of the output and claims nothing", () => {
  const told = tellFailure(explainFailure("npm ci", "a\nsegfault in z\n"));
  expect(told).toBe("  | a\n  | segfault in z\n\nFailed: npm ci failed.");
});

test("a foreseen failure is told without a stack, an unforeseen one with it", () => {
  expect(tellFailure(new Failure("No Python.", "Install it."))).toBe("Failed: No Python.\n  Install it.");
  expect(tellFailure(new Error("surprise"))).toContain("failure.test.ts");
});

test("a full disk that hits our own writing is told with its remedy too", () => {
  expect(tellFailure(new Error("ENOSPC: no space left on device, write"))).toContain("Free about 2 GB");
});

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
  ["was compiled against NODE_MODULE_VERSION 115", "built for another version of Node", "npm rebuild"],
  ["version `GLIBC_2.38' not found (required by addon.node)", "built for another machine", "npm rebuild"],
  ["Error: Could not locate the bindings file. Tried:", "without its binary", "--ignore-scripts=false"],
  ["Error: Cannot find module '/p/node_modules/typescript/bin/tsc'", "is missing in node_modules", "setup -- --force"],
  ["Error: Cannot find module 'better-sqlite3'", "is missing in node_modules", "npm run setup -- --force"],
  ["Cannot find package 'rolldown' imported from /p/bundle.mjs", "is missing in node_modules", "setup -- --force"],
  ["ModuleNotFoundError: No module named 'hamilton'", "A Python package is missing", "Remove the environment"],
  ["sqlite3.OperationalError: database or disk is full", "The disk is full", "Free about 2 GB"],
  ["spawn npm ENOENT", "npm is missing", "apt install npm"],
  ["npm error code EINTEGRITY", "other bytes than the lockfile", "npm cache clean"],
  ["npm error code E503", "could not be fetched over the network", "npm config set registry"],
  ["npm error network timeout at: http://r/p\nnpm error code FETCH_ERROR", "over the network", "HTTPS_PROXY"],
  ["gcc: fatal error: Killed signal terminated program cc1", "The memory did not suffice", "more memory"],
  ["FATAL ERROR: JavaScript heap out of memory", "The memory did not suffice", "more memory"],
  ["Error: EROFS: read-only file system, open '/p/.venv.lock'", "could not be written", "copy the project elsewhere"],
])("%s is explained with its remedy", (output, message, remedy) => {
  const failure = explainFailure("npm ci", `some lines\n${output}\n`);
  expect(failure.message).toMatch(/^npm ci failed\. /);
  expect(failure.message).toContain(message);
  expect(failure.remedy).toContain(remedy);
});

test("a full disk is named although the compiler complains as well", () => {
  expect(explainFailure("npm ci", "gyp ERR! not found: make\nENOSPC").message).toContain("The disk is full");
});

test("a network that is too slow for pip is not told as a Python that does not suit", () => {
  const output =
    "connection broken by 'ReadTimeoutError(...)': /simple/six/\nERROR: No matching distribution found for six";
  expect(explainFailure("pip install", output).message).toContain("over the network");
});

test("an import in our sources that does not exist is no missing package", () => {
  const output = "src/a.ts(1,9): error TS2307: Cannot find module 'nowhere' or its corresponding type declarations.";
  expect(explainFailure("Compiling src with TypeScript", output).remedy).toBe("");
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

import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { makeEmptyVenv } from "../../../scripts/setup/emptyVenv.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

/** What becomes of an environment whose `venv` and `ensurepip` do as these lines of shell. */
async function failureWith(python: { venv?: string; ensurepip?: string }) {
  const root = temporaryFolder();
  const folder = path.join(root, "venv");
  const program = (name: string, lines: string) => {
    fs.writeFileSync(path.join(root, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
    return path.join(root, name);
  };
  const inside = program("inside", python.ensurepip ?? "exit 0");
  const outside = program(
    "outside",
    python.venv ?? `mkdir -p '${folder}/bin' && cp '${inside}' '${folder}/bin/python'`,
  );
  const fake = { command: [outside], version: "3.12.4", isNewEnough: true, hasVenv: true, place: "/opt/python" };
  return makeEmptyVenv(folder, () => {}, fake).catch((error) => error);
}

test("a full disk is told as such, although ensurepip is what fails", async () => {
  const ensurepip = "echo 'ERROR: Could not install packages: [Errno 28] No space left on device'; exit 1";
  expect(await failureWith({ ensurepip })).toMatchObject({
    message: "python -m ensurepip failed. The disk is full.",
    remedy: expect.stringContaining("Free about 2 GB"),
    output: expect.stringContaining("No space left on device"),
  });
});

test.each([
  [{ venv: "echo '/usr/bin/python3: No module named venv'; exit 1" }],
  [{ ensurepip: "echo '/x/bin/python: No module named ensurepip'; exit 1" }],
])("a Python that lacks a part is told which package brings it: %j", async (python) => {
  const failure = await failureWith(python);
  expect(failure.message).toContain("Python 3.12.4 (/opt/python) lacks the `venv` module or its `ensurepip`");
  if (process.platform === "linux") expect(failure.remedy).toContain("apt install python3.12-venv");
});

test("an environment with its pip is no failure", async () => {
  expect(await failureWith({ ensurepip: "exit 0" })).toBeUndefined();
});

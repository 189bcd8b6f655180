import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findPython, lacksVenv } from "../../../scripts/setup/python.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

/** An environment whose PATH holds only these programs; each answers as the given lines of shell do. */
function machineWith(programs: Record<string, string>): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  for (const [name, lines] of Object.entries(programs)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  }
  return { PATH: folder };
}

const python = (version: string, venv = "True") =>
  `echo "${version.replaceAll(".", " ")} ${venv} /opt/${version}/python"`;

test("a machine without Python is told what to install", () => {
  expect(() => findPython({ env: machineWith({}), platform: "linux" })).toThrow(
    expect.objectContaining({
      message: expect.stringContaining("No Python was found (tried python3, "),
      remedy: expect.stringContaining("apt install python3 python3-venv"),
    }),
  );
});

test("a Python that is too old is named with its version and place", () => {
  const env = machineWith({ python3: python("3.9.2") });
  expect(() => findPython({ env, platform: "linux" })).toThrow(
    "Python 3.9.2 (/opt/3.9.2/python) is too old; JupyterLab needs Python 3.11 or newer.",
  );
});

test("a Python without the venv module is told which package brings it", () => {
  const env = machineWith({ python3: python("3.11.2", "False") });
  expect(() => findPython({ env, platform: "linux" })).toThrow(
    expect.objectContaining({
      message: expect.stringContaining("Python 3.11.2 (/opt/3.11.2/python) lacks the `venv` module"),
      remedy: expect.stringContaining("apt install python3.11-venv"),
    }),
  );
});

test.each([
  ["linux", "apt install python3.12-venv"],
  ["darwin", "brew install python"],
  ["win32", "winget install Python"],
] as const)("on %s the missing venv module is brought by: %s", (platform, remedy) => {
  expect(lacksVenv({ version: "3.12.4", place: "/opt/python" }, platform).remedy).toContain(remedy);
});

test("an old python3 does not hide a newer one beside it", () => {
  const env = machineWith({ python3: python("3.9.2"), "python3.12": python("3.12.4") });
  expect(findPython({ env, platform: "linux" })).toMatchObject({ command: ["python3.12"], version: "3.12.4" });
});

test("a shim that does not run counts as no Python", () => {
  const env = machineWith({ python3: "echo 'not installed' >&2; exit 127", python: python("3.13.0") });
  expect(findPython({ env, platform: "linux" })).toMatchObject({ command: ["python"], version: "3.13.0" });
});

test("PYTHON chooses, and a wrong one is not silently replaced", () => {
  const env = machineWith({ python3: python("3.13.0"), mine: python("3.11.9") });
  expect(findPython({ env: { ...env, PYTHON: "mine" } })).toMatchObject({ version: "3.11.9" });
  expect(() => findPython({ env: { ...env, PYTHON: "gone" } })).toThrow('PYTHON is set to "gone", which does not run.');
});

test("on Windows the launcher is asked when python is only a link to the store", () => {
  const env = machineWith({ python: "exit 9", py: python("3.12.1") });
  expect(findPython({ env, platform: "win32" })).toMatchObject({ command: ["py", "-3"] });
});

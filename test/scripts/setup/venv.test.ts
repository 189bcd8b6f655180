import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { venvPython } from "../../../scripts/setup/project.mjs";
import { findPython } from "../../../scripts/setup/python.mjs";
import { installedIn, isAlive, isSatisfied, isWhole } from "../../../scripts/setup/venv.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

const requirements = `# pinned
jupyter_kernel_test==0.7.0
Jinja2==3.1.6
pexpect==4.9.0 ; sys_platform != "win32"
`;

test("an environment suits when each pinned package is there, however its name is spelt", () => {
  expect(
    isSatisfied(requirements, "jupyter-kernel-test==0.7.0\njinja2==3.1.6\npexpect==4.9.0\npip==24.0\n", "linux"),
  ).toBe(true);
});

test("a package of another platform may be missing, one of ours may not", () => {
  const installed = "jupyter_kernel_test==0.7.0\nJinja2==3.1.6\n";
  expect(isSatisfied(requirements, installed, "win32")).toBe(true);
  expect(isSatisfied(requirements, installed, "linux")).toBe(false);
});

test("another version is noticed", () => {
  expect(isSatisfied("Jinja2==3.1.6\n", "Jinja2==3.1.5\n")).toBe(false);
});

/** A real environment, with files in its folder of packages. */
function environmentWith(files: Record<string, string>): string {
  const folder = path.join(temporaryFolder(), "two words");
  const [program = "", ...args] = findPython().command;
  execFileSync(program, [...args, "-m", "venv", "--without-pip", folder]);
  const ask = "import sysconfig; print(sysconfig.get_path('purelib'))";
  const packages = execFileSync(venvPython(folder), ["-c", ask], { encoding: "utf8" }).trim();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(packages, name)), { recursive: true });
    fs.writeFileSync(path.join(packages, name), text);
  }
  return folder;
}

test("an environment that was interrupted before it had pip is made anew", () => {
  expect(isAlive(environmentWith({}))).toBe(false);
  expect(isAlive(environmentWith({ "pip/__init__.py": "" }))).toBe(true);
});

test("an environment that was moved, or whose Python is gone or does not run, is made anew", () => {
  const folder = environmentWith({ "pip/__init__.py": "" });
  const moved = `${folder} moved`;
  fs.renameSync(folder, moved);
  expect(isAlive(moved)).toBe(false);
  fs.renameSync(moved, folder);
  const python = fs.realpathSync(venvPython(folder));
  fs.rmSync(venvPython(folder));
  fs.symlinkSync(`${python}-gone`, venvPython(folder));
  expect(isAlive(folder)).toBe(false);
  fs.rmSync(venvPython(folder));
  fs.writeFileSync(venvPython(folder), "#!/bin/sh\necho 'No Python at /gone/python' >&2; exit 103\n", { mode: 0o755 });
  expect(isAlive(folder)).toBe(false);
});

test("a package that pip was installing when it was stopped is not taken for installed", async () => {
  const half = { "Jinja2-3.1.6.dist-info/METADATA": "Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.1.6\n" };
  const broken = await installedIn(environmentWith(half));
  expect([isWhole(broken), isSatisfied("Jinja2==3.1.6\n", broken)]).toEqual([false, false]);
  const whole = await installedIn(
    environmentWith({ ...half, "Jinja2-3.1.6.dist-info/RECORD": "jinja2/__init__.py,,\n" }),
  );
  expect([isWhole(whole), isSatisfied("Jinja2==3.1.6\n", whole)]).toEqual([true, true]);
});

test("everything that our Python environments need is pinned", () => {
  for (const name of ["requirements.txt", "peers.txt"]) {
    const text = fs.readFileSync(new URL(`../../../scripts/${name}`, import.meta.url), "utf8");
    const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
    expect(lines.filter((line) => !/^[\w.-]+==[\w.]+( ; sys_platform [!=]= "\w+")?$/.test(line))).toEqual([]);
  }
});

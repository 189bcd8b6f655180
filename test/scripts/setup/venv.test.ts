import fs from "node:fs";
import { expect, test } from "vitest";
import { isSatisfied } from "../../../scripts/setup/venv.mjs";

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

test("everything that our Python environments need is pinned", () => {
  for (const name of ["requirements.txt", "peers.txt"]) {
    const text = fs.readFileSync(new URL(`../../../scripts/${name}`, import.meta.url), "utf8");
    const lines = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
    expect(lines.filter((line) => !/^[\w.-]+==[\w.]+( ; sys_platform [!=]= "\w+")?$/.test(line))).toEqual([]);
  }
});

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const INSTALL = fileURLToPath(new URL("../../kernel-ext/lib/install.js", import.meta.url));
let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
});
afterEach(() => fs.rmSync(home, { recursive: true }));

const install = (...args: string[]) =>
  spawnSync(process.execPath, [INSTALL, ...args], {
    encoding: "utf8",
    env: { JUPYTER_DATA_DIR: path.join(home, "user") },
  });

it.each([
  ["--prefix", "share/jupyter"],
  ["--user", "user"],
])("%s writes a spec that starts this Node, with its logos; twice is as once", (option, data) => {
  for (const _ of [1, 2])
    expect(install(option, ...(option === "--prefix" ? [home] : []))).toMatchObject({ status: 0, stderr: "" });
  const folder = path.join(home, data, "kernels", "cellar");
  const spec = JSON.parse(fs.readFileSync(path.join(folder, "kernel.json"), "utf8"));
  expect(spec).toMatchObject({
    display_name: "TypeScript (Cellar)",
    language: "typescript",
    interrupt_mode: "message",
  });
  expect([spec.argv[0], spec.argv[3]]).toEqual([process.execPath, "{connection_file}"]);
  expect(fs.existsSync(spec.argv[2])).toBe(true);
  expect(fs.readdirSync(folder).sort()).toEqual(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]);
});

it.each([[[]], [["--prefix"]], [["--nowhere"]], [["--prefix", "a", "b"]]])(
  "%j is told the usage and installs nothing",
  (args) => {
    const { status, stderr } = install(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining("usage:")]);
    expect(fs.readdirSync(home)).toEqual([]);
  },
);

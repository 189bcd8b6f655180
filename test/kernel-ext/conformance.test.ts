import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { installKernel } from "./kernelClient.ts";

const PYTHON = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));
const SUITE = fileURLToPath(new URL("conformance.py", import.meta.url));

it("passes every test of jupyter_kernel_test, as jupyter_client starts it", () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  const env = { ...process.env, JUPYTER_PATH: installKernel(home), JUPYTER_RUNTIME_DIR: path.join(home, "runtime") };
  const { stderr, status } = spawnSync(PYTHON, [SUITE], { cwd: home, env, encoding: "utf8" });
  fs.rmSync(home, { recursive: true });
  expect(stderr).toMatch(/Ran 13 tests in [\d.]+s\n\nOK\n$/);
  expect(status).toBe(0);
});

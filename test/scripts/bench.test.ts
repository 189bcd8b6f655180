import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readOptions } from "../../bench/options.mjs";
import { temporaryFolder } from "./temporaryFolder.ts";

test("an unknown option is refused before anything is installed", () => {
  const script = fileURLToPath(new URL("../../scripts/bench.mjs", import.meta.url));
  const ended = spawnSync(process.execPath, [script, "--nonsense"], { encoding: "utf8" });
  expect([ended.status, ended.stdout]).toEqual([1, ""]);
  expect(ended.stderr).toMatch(/^\nFailed: "--nonsense" is not known here\.\n {2}Options: --json FILE/);
});

test.each([
  [["--json"]],
  [["--only", "--json"]],
  [["--only="]],
  [["--only", "gaphs"]],
  [["graphs"]],
  [["--quick=yes"]],
])("%j is refused with an example", (args) => {
  expect(() => readOptions(args)).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining("npm run bench -- --only graphs") }),
  );
});

test("a file for the figures that cannot be written is refused before minutes of timing", () => {
  const folder = temporaryFolder();
  expect(() => readOptions(["--json", folder])).toThrow("is a folder");
  expect(() => readOptions(["--json", path.join(folder, "none", "b.json")])).toThrow("cannot be written");
  expect(readOptions(["--json", path.join(folder, "b.json")]).json).toBe(path.join(folder, "b.json"));
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("without options all parts are timed, with --only those, in the usual order", () => {
  const all = ["graphs", "deep", "values", "workers", "cold", "kernel"];
  expect(readOptions([])).toEqual({ parts: all, json: undefined, quick: false });
  expect(readOptions(["--only", "kernel,graphs"]).parts).toEqual(["graphs", "kernel"]);
});

test("--quick repeats each measurement once, and takes no value", () => {
  expect(readOptions(["--quick", "--only", "values"])).toEqual({ parts: ["values"], json: undefined, quick: true });
  expect(() => readOptions(["--quick=yes"])).toThrow("is not known here");
});

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

test.each([[["--json"]], [["--only", "--json"]], [["--only="]], [["--only", "gaphs"]], [["graphs"]]])(
  "%j is refused with an example",
  (args) => {
    expect(() => readOptions(args)).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining("npm run bench -- --only graphs") }),
    );
  },
);

test("a file for the figures that cannot be written is refused before minutes of timing", () => {
  const folder = temporaryFolder();
  expect(() => readOptions(["--json", folder])).toThrow("is a folder");
  expect(() => readOptions(["--json", path.join(folder, "none", "b.json")])).toThrow("cannot be written");
  expect(readOptions(["--json", path.join(folder, "b.json")]).json).toBe(path.join(folder, "b.json"));
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("without options all parts are timed, with --only those, in the usual order", () => {
  expect(readOptions([])).toEqual({ parts: ["graphs", "cold", "kernel"], json: undefined });
  expect(readOptions(["--only", "kernel,graphs"]).parts).toEqual(["graphs", "kernel"]);
});

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { prepareCacheFolder } from "../../src/results/prepareCacheFolder.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

test("a cache's folder is private, and git and backups pass it by", () => {
  const folder = path.join(root, "deep", ".cellar");
  prepareCacheFolder(folder);
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  expect(fs.readFileSync(path.join(folder, ".gitignore"), "utf8")).toBe("*\n");
  expect(fs.readFileSync(path.join(folder, "CACHEDIR.TAG"), "utf8")).toMatch(
    /^Signature: 8a477f597d28d172789f06886806bc55\n/,
  );
});

test("preparing again changes nothing, and completes what a killed process began", () => {
  const folder = path.join(root, "again");
  prepareCacheFolder(folder);
  fs.writeFileSync(path.join(folder, ".gitignore"), "*\n!README\n");
  fs.rmSync(path.join(folder, "CACHEDIR.TAG"));
  prepareCacheFolder(folder);
  expect(fs.readFileSync(path.join(folder, ".gitignore"), "utf8")).toBe("*\n!README\n");
  expect(fs.existsSync(path.join(folder, "CACHEDIR.TAG"))).toBe(true);
});

test("a folder with other things in it is not hidden from git", () => {
  const folder = path.join(root, "project");
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "analysis.ipynb"), "{}");
  prepareCacheFolder(folder);
  expect(fs.readdirSync(folder)).toEqual(["analysis.ipynb"]);
});

test("a file in its place is an error with its cause and a remedy", () => {
  const file = path.join(root, "a file");
  fs.writeFileSync(file, "");
  expect(() => prepareCacheFolder(file)).toThrow(/could not be made: .*EEXIST.*withCache\({ path }\)/);
  expect(() => prepareCacheFolder(path.join(file, "below"))).toThrow(expect.objectContaining({ code: "store" }));
});

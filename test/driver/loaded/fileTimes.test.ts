import { renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { isOlderThanProcess } from "../../../src/driver/loaded/fileTimes.ts";
import { notebook } from "../notebook.ts";

const nb = notebook();
const YEARS_AGO = new Date(2020, 1);

it("R10: a file counts only if it was neither written nor changed since the process began, whatever its own time says", () => {
  const file = nb.write("a.json", "{}");
  const later = statSync(file).ctimeMs + 3000;
  expect(isOlderThanProcess(file, later)).toBe(true);
  expect(isOlderThanProcess(file)).toBe(false);
  utimesSync(file, YEARS_AGO, YEARS_AGO);
  expect(isOlderThanProcess(file)).toBe(false);
  expect(isOlderThanProcess(file, later + 3000)).toBe(true);
  const other = nb.write("b.json", "{ }");
  utimesSync(other, YEARS_AGO, YEARS_AGO);
  renameSync(other, file);
  expect(isOlderThanProcess(file)).toBe(false);
});

it("R10: the tick of the file system's clock is allowed for, and a file that is not there is not older", () => {
  const file = nb.write("a.json", "{}");
  writeFileSync(file, "{ }");
  expect(isOlderThanProcess(file, statSync(file).ctimeMs)).toBe(false);
  expect(isOlderThanProcess(path.join(nb.folder, "none.json"))).toBe(false);
});

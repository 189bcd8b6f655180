import { expect, test } from "vitest";
import { readTestArguments } from "../../../scripts/test/arguments.mjs";

test("without options everything runs, the browser too", () => {
  expect(readTestArguments([])).toMatchObject({ isNarrowed: false, needsBrowser: true, passed: [] });
});

test("--unit runs the fast tests and needs no browser", () => {
  const options = readTestArguments(["--unit"]);
  expect(options).toMatchObject({ isNarrowed: false, needsBrowser: false, passed: ["--project", "unit"] });
});

test("a path goes to vitest and leaves the other checks out", () => {
  expect(readTestArguments(["test/values"])).toMatchObject({
    isNarrowed: true,
    needsBrowser: false,
    passed: ["test/values"],
  });
});

test("the browser is provided when a path reaches the tests that drive it", () => {
  expect(readTestArguments(["test/e2e/lesson"]).needsBrowser).toBe(true);
  expect(readTestArguments(["-t", "slider"]).needsBrowser).toBe(true);
});

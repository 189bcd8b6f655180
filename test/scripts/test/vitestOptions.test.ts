import { expect, test } from "vitest";
import { isRefusal } from "../../../scripts/process/failure.mjs";
import { checkVitestOptions, complaintOf } from "../../../scripts/test/vitestOptions.mjs";

const refused = (args: string[]) => checkVitestOptions(args).catch((error) => isRefusal(error) && error);

test.each([
  [["--nonsense"], "vitest does not take this: Unknown option `--nonsense`"],
  [["--json"], "vitest does not take this: Unknown option `--json`"],
  [["-t"], "vitest does not take this: option `-t, --testNamePattern <pattern>` value is missing"],
  [["--project", "none"], 'vitest does not take this: No projects matched the filter "none".'],
  [["test/nowhere"], "No test file is chosen by: test/nowhere"],
])("%j is refused in a line, with an example", async (args, message) => {
  expect(await refused(args)).toMatchObject({ message, remedy: expect.stringContaining("npm test -- test/values") });
});

test("a path and an option that vitest knows are taken", async () => {
  expect(await refused(["test/scripts/test/tally", "-t", "adds"])).toBeUndefined();
});

test("of vitest's complaint the message is kept, in all its lines, and neither code nor stack", () => {
  const output = `file:///v/cac.js:406\n    throw new CACError(\n    ^\n\n\u001b[31mBuildError: 1 error:\u001b[39m\n\nno file x\n    at f (file:///v/cac.js:4)\n`;
  expect(complaintOf(output)).toBe("1 error:\nno file x");
});

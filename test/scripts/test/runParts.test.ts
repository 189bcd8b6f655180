import { expect, onTestFinished, test, vi } from "vitest";
import { Failure, refusal } from "../../../scripts/process/failure.mjs";
import { runParts } from "../../../scripts/test/runParts.mjs";
import { oneCheck } from "../../../scripts/test/tally.mjs";

function printed(): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((line) => lines.push(...String(line).split("\n")));
  onTestFinished(() => void spy.mockRestore());
  return lines;
}

test("the last line has the sum, and a failed part does not keep the later ones from running", async () => {
  const lines = printed();
  expect(await runParts([async () => oneCheck(false), async () => ({ passed: 9, failed: 0 })])).toBe(1);
  expect(lines.at(-1)).toBe("9 passed, 1 failed");
});

test("a part that cannot run tells its remedy and still leaves the sum as the last line", async () => {
  const lines = printed();
  const setup = () => Promise.reject(new Failure("No Python.", "Install it."));
  expect(await runParts([setup, async () => oneCheck(true)])).toBe(1);
  expect(lines).toContain("  Install it.");
  expect(lines.at(-1)).toBe("0 passed, 1 failed");
});

test("what is refused ran no test, and no line says how many passed", async () => {
  const lines = printed();
  const refused = refusal("Unknown option `--nonsense`", "npm test -- --help");
  await expect(runParts([() => Promise.reject(refused), async () => oneCheck(true)])).rejects.toBe(refused);
  expect(lines).toEqual([]);
});

import { expect, test } from "vitest";
import { showProgress } from "../../../scripts/process/progress.mjs";

const eraseLine = "\r\u001b[2K";

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 40, write: (text: string) => written.push(text), text: () => written.join("") };
}

test("in a log each step has a line at its begin and one with its duration", () => {
  const output = screen(false);
  showProgress("setup: packages", output).end("done");
  expect(output.text()).toMatch(/^setup: packages …\nsetup: packages: done \(\d+\.\d s\)\n$/);
});

test("on a terminal the live line is replaced by the final one", () => {
  const output = screen(true);
  const progress = showProgress("setup: packages", output);
  progress.note("compiling");
  progress.end("done");
  const [, final] = output.text().split(eraseLine).slice(-2);
  expect(final).toMatch(/^setup: packages: done \(\d+\.\d s\)\n$/);
});

import { expect, it } from "vitest";
import { compileError } from "../../../kernel-ext/src/errors/compileError.ts";
import { plainText } from "../kernelClient.ts";

const at = (line: number, character: number, offset: number) => ({ line, character, offset });
const diagnostic = (line: number, from: number, to: number, messageText: string, more = {}) => ({
  start: at(line, from, from),
  end: at(line, to, to),
  messageText,
  category: 1,
  code: 2322,
  ...more,
});
const cell = { label: "In[1]", text: "const a = 1;\nconst b: string = a;" };

it("shows every mistake with its line underlined", () => {
  const { evalue, traceback } = compileError(cell, [diagnostic(1, 6, 7, "Type 'number' is not assignable.")]);
  expect(evalue).toBe("In[1]:2:7 TS2322: Type 'number' is not assignable.");
  expect(traceback.map(plainText)).toEqual([
    "In[1]:2:7 - error TS2322: Type 'number' is not assignable.",
    "1 | const a = 1;",
    "2 | const b: string = a;",
    "  |       ~",
  ]);
});

it("an explanation of several parts is one mistake", () => {
  expect(compileError(cell, [diagnostic(1, 6, 7, "Why."), diagnostic(1, 6, 7, "Because.")]).evalue).toBe(
    "In[1]:2:7 TS2322: Why.\n  Because.",
  );
});

it("a mistake in another file names that file and shows no line of the cell", () => {
  const { evalue, traceback } = compileError(cell, [diagnostic(0, 0, 1, "No.", { fileName: "lib/a.ts" })]);
  expect([evalue, traceback]).toEqual(["lib/a.ts:1:1 TS2322: No.", [expect.stringContaining("lib/a.ts:1:1")]]);
});

it("what the kernel adds below the cell is not told as long as there is a mistake of the cell", () => {
  expect(compileError(cell, [diagnostic(0, 6, 7, "Mine."), diagnostic(2, 0, 3, "Added.")]).evalue).toBe(
    "In[1]:1:7 TS2322: Mine.",
  );
});

it("a remedy is added to the message", () => {
  expect(compileError(cell, [diagnostic(0, 6, 7, "No.")], () => "Do this.").evalue).toContain("No. Do this.");
});

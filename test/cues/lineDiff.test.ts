import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiffLine, lineDiff } from "../../src/cues/lineDiff.ts";

const told = (lines: readonly DiffLine[]) => lines.map(({ sign, line, text }) => `${sign}${line} ${text}`);

/** What the diff says that the text has become. */
function applied(before: string, lines: readonly DiffLine[]): string {
  const gone = new Set(lines.flatMap(({ sign, line }) => (sign === "-" ? [line] : [])));
  const kept = before.split("\n").filter((_, i) => !gone.has(i + 1));
  for (const { sign, line, text } of lines) if (sign === "+") kept.splice(line - 1, 0, text);
  return kept.join("\n");
}

describe("the lines that differ", () => {
  it.each([
    ["a\nb\nc", "a\nB\nc", ["-2 b", "+2 B"]],
    ["a\nb", "a\nb", []],
    ["a", "a\nb", ["+2 b"]],
    ["a\nb", "b", ["-1 a"]],
    ["one\nx\ntwo\ny", "one!\nx\ntwo!\ny", ["-1 one", "+1 one!", "-3 two", "+3 two!"]],
    ["a\r\nb", "a\nb", []],
  ])("of %j and %j", (before, after, lines) => {
    expect(told(lineDiff(before, after))).toEqual(lines);
  });

  it("turn the one text into the other, whatever they are; equal texts have none", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", "d", ""), { minLength: 1, maxLength: 14 })
      .map((l) => l.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before, after);
        expect(applied(before, lines)).toBe(after);
        expect(lines.length === 0).toBe(before === after);
      }),
      { numRuns: 500 },
    );
  });

  it("of texts of 10,000 lines that share none are told as one block", () => {
    const long = (word: string) => Array.from({ length: 10_000 }, (_, i) => `${word} ${i}`).join("\n");
    expect(lineDiff(long("a"), long("b"))).toHaveLength(20_000);
    const edited = long("a").replace("a 5000\n", "new\n");
    expect(told(lineDiff(long("a"), edited))).toEqual(["-5001 a 5000", "+5001 new"]);
  });
});

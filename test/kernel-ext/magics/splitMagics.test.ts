import fc from "fast-check";
import { expect, it } from "vitest";
import { splitMagics } from "../../../kernel-ext/src/magics/splitMagics.ts";

it("a cell magic takes the whole cell", () => {
  const { magics, text } = splitMagics("\n%%cell_to_module m --display\n%5\ncode");
  expect(magics).toEqual([{ sign: "%%", name: "cell_to_module", rest: "m --display", line: 2 }]);
  expect(text).toBe("\n//cell_to_module m --display\n%5\ncode");
});

it("line magics are the leading ones, comments and empty lines between them", () => {
  const { magics, text } = splitMagics("%one a\n\n// note\n%two\ncode\n%three");
  expect(magics.map(({ name, line }) => [name, line])).toEqual([
    ["one", 1],
    ["two", 4],
  ]);
  expect(text).toBe("//ne a\n\n// note\n//wo\ncode\n%three");
});

it("code without magics is left as it is", () => {
  expect(splitMagics("const a = 5 \n% 2")).toEqual({ magics: [], text: "const a = 5 \n% 2" });
});

it("lines that end as on Windows are read as others are", () => {
  const { magics, text } = splitMagics("%%cell_to_module m --display\r\ncode\r\n");
  expect(magics).toEqual([{ sign: "%%", name: "cell_to_module", rest: "m --display", line: 1 }]);
  expect(text).toBe("//cell_to_module m --display\r\ncode\r\n");
  expect(splitMagics("// note\r\n%one a\r\ncode").magics).toEqual([{ sign: "%", name: "one", rest: "a", line: 2 }]);
});

it.each([
  ["// note\n%%cell_to_module m", "%%", "cell_to_module"],
  ["%one\n%%cell_to_module m", "%%", "cell_to_module"],
  ["  %%cell_to_module m", "%%", "cell_to_module"],
  ["\n  %one", "%", "one"],
])("%j has a magic in the wrong place", (cell, sign, name) => {
  expect(splitMagics(cell).misplaced).toEqual({ sign, name });
});

it("no offset of the code moves, whatever the cell", () => {
  const line = fc.oneof(fc.string(), fc.constantFrom("%lsmagic", "%%cell_to_module m", "", "// c", "x % y"));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { text, magics } = splitMagics(lines.join("\n"));
      const kept = text.split("\n").filter((_, index) => !magics.some(({ line }) => line === index + 1));
      expect(text).toHaveLength(lines.join("\n").length);
      expect(kept).toEqual(
        lines
          .join("\n")
          .split("\n")
          .filter((_, index) => !magics.some(({ line }) => line === index + 1)),
      );
    }),
  );
});

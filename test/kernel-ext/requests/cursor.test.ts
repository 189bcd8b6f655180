import fc from "fast-check";
import { expect, it } from "vitest";
import { toCodePoints, toUnits } from "../../../kernel-ext/src/requests/cursor.ts";

it("counts an emoji as one character of Jupyter and two of TypeScript", () => {
  expect([toUnits("a🦆b", 2), toCodePoints("a🦆b", 3)]).toEqual([3, 2]);
});

it("there and back is the same position, in any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(30), (text, at) => {
      const position = Math.min(at, [...text].length);
      expect(toCodePoints(text, toUnits(text, position))).toBe(position);
    }),
  );
});

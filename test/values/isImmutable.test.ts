import { expect, it } from "vitest";
import { isImmutable } from "../../src/values/isImmutable.ts";

it("primitives can't be changed, objects and functions can", () => {
  for (const value of [1, "a", 1n, true, null, undefined, Symbol.for("a")]) expect(isImmutable(value)).toBe(true);
  for (const value of [{}, [], Object.freeze([[]]), () => 1, new Date()]) expect(isImmutable(value)).toBe(false);
});

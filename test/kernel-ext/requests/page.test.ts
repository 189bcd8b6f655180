import { expect, it } from "vitest";
import { pageFor } from "../../../kernel-ext/src/requests/page.ts";

it.each([
  ["Math.abs?", "Math.abs"],
  [" ?sales.total ", "sales.total"],
  ["a ? b : c", undefined],
  ["x?.y", undefined],
  ["1 + 1", undefined],
])("%j asks about %s", (code, name) => {
  expect(pageFor(code)).toBe(name);
});

import { expect, it } from "vitest";
import { specifiersOf } from "../../../kernel-ext/src/executor/specifiersOf.ts";

it("finds each imported specifier once, in both quotes", () => {
  expect(specifiersOf(`const a = require("x"); __importStar(require('./y')); require("x"); require(name);`)).toEqual([
    "x",
    "./y",
  ]);
});

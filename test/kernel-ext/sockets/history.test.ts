import { expect, it } from "vitest";
import { answerHistory, type HistoryRequest } from "../../../kernel-ext/src/sockets/history.ts";

const entries = ["1", "2+2", "1", "f(3)"].map((code, index) => ({
  session: 1,
  line: index + 1,
  code,
  output: code === "2+2" ? "4" : undefined,
}));
const codesOf = (request: HistoryRequest) =>
  (answerHistory(entries as never, request).history as [number, number, string][]).map(([, , code]) => code);

it("tail gives the newest, oldest first", () => {
  expect(codesOf({ hist_access_type: "tail", n: 2 })).toEqual(["1", "f(3)"]);
});

it("a range is half open, and session 0 is this one", () => {
  expect(codesOf({ hist_access_type: "range", session: 0, start: 2, stop: 4 })).toEqual(["2+2", "1"]);
  expect(codesOf({ hist_access_type: "range", session: 9, start: 1 })).toEqual([]);
});

it("a search takes * and ?, can be limited and told to give each code once", () => {
  expect(codesOf({ hist_access_type: "search", pattern: "?" })).toEqual(["1", "1"]);
  expect(codesOf({ hist_access_type: "search", pattern: "*(*)" })).toEqual(["f(3)"]);
  expect(codesOf({ hist_access_type: "search", pattern: "*", unique: true })).toEqual(["2+2", "1", "f(3)"]);
  expect(codesOf({ hist_access_type: "search", pattern: "*", n: 1 })).toEqual(["f(3)"]);
});

it("outputs are given when asked for, null where there is none", () => {
  const { history } = answerHistory(entries as never, { hist_access_type: "tail", n: 3, output: true });
  expect(history).toEqual([
    [1, 2, ["2+2", "4"]],
    [1, 3, ["1", null]],
    [1, 4, ["f(3)", null]],
  ]);
});

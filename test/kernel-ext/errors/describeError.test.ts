import { expect, it } from "vitest";
import { describeError } from "../../../kernel-ext/src/errors/describeError.ts";
import { Interrupted } from "../../../kernel-ext/src/errors/interrupted.ts";
import { plainText } from "../kernelClient.ts";

const textOf = (thrown: unknown) => plainText(describeError(thrown).traceback.join("\n"));

it("tells every cause and the fields that an error adds", () => {
  const error = new Error("outer", { cause: Object.assign(new TypeError("inner"), { code: "E1" }) });
  expect(textOf(error)).toMatch(
    /^Error: outer\n {4}at [\s\S]*\nCaused by: TypeError: inner\n {4}at [\s\S]*\n\{ code: 'E1' \}$/,
  );
});

it("a circle of causes comes to an end", () => {
  const error = new Error("self");
  error.cause = error;
  expect(textOf(error).match(/Caused by/g)).toHaveLength(8);
});

it.each([
  ["text", "string", "'text'"],
  [null, "null", "null"],
  [undefined, "undefined", "undefined"],
  [{ a: 1 }, "Object", "{ a: 1 }"],
])("%j may be thrown", (thrown, ename, evalue) => {
  expect(describeError(thrown)).toMatchObject({ ename, evalue });
});

it("Node's error for a stopped script is told as an interrupt", () => {
  const stopped = Object.assign(new Error("Script execution was interrupted by `SIGINT`"), {
    code: "ERR_SCRIPT_EXECUTION_INTERRUPTED",
  });
  expect(describeError(stopped)).toEqual(describeError(new Interrupted()));
});

it("a field that throws hides no more than it must: the message is told", () => {
  const error = Object.defineProperty(new RangeError("seen"), "field", { enumerable: true, get: () => raise() });
  expect(describeError(error)).toMatchObject({ ename: "RangeError", evalue: expect.stringMatching(/^seen \(/) });
});

function raise(): never {
  throw new Error("hidden");
}

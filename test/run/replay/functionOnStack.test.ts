// Does looking at the stack find who awaits, and leave no trace of itself, however it ends?
import vm from "node:vm";
import { expect, it } from "vitest";
import { functionOnStack } from "../../../src/run/replay/functionOnStack.ts";

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const named = <T>(name: string, work: () => Promise<T>) =>
  ({
    async [name]() {
      return await work();
    },
  })[name]!();

it("finds the innermost function of that beginning, called or awaited, and nothing else", async () => {
  expect(functionOnStack("who ")).toBeUndefined();
  const found: (string | undefined)[] = [];
  await named("who 1", async () => {
    found.push(functionOnStack("who "));
    await sleep(1);
    found.push(functionOnStack("who "));
    await named("who 2", async () => {
      await sleep(1);
      found.push(functionOnStack("who "), functionOnStack("who 1"), functionOnStack("nobody "));
    });
    await new Promise<void>((done) => {
      setTimeout(() => {
        found.push(functionOnStack("who "));
        done();
      }, 1);
    });
  });
  expect(found).toEqual(["who 1", "who 1", "who 2", "who 1", undefined, undefined]);
});

it("V8 may unwind it at any point: errors are written as before, with as many frames as before", () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  (globalThis as { look?: unknown }).look = () => functionOnStack("who ");
  const theirs = (error: Error, frames: NodeJS.CallSite[]) => `theirs: ${error.message}, ${frames.length}`;
  const script = new vm.Script("for (;;) look()");
  let unwoundAmid = 0;
  try {
    for (let i = 0; i < 60; i++) {
      Error.prepareStackTrace = theirs;
      Error.stackTraceLimit = 2;
      expect(() => script.runInThisContext({ timeout: 2 + (i % 5) })).toThrow(/timed out/);
      if (Error.prepareStackTrace !== theirs) unwoundAmid++;
      const deep = (n: number): Error => (n === 0 ? new Error("mine") : deep(n - 1));
      expect(deep(20).stack).toBe("theirs: mine, 2");
      expect([Error.prepareStackTrace, Error.stackTraceLimit]).toEqual([theirs, 2]);
      expect(functionOnStack("who ")).toBeUndefined();
    }
    Reflect.deleteProperty(Error, "prepareStackTrace");
    for (let i = 0; i < 40; i++) {
      expect(() => script.runInThisContext({ timeout: 2 + (i % 5) })).toThrow(/timed out/);
      expect(new Error("plain").stack).toMatch(/^Error: plain\n {4}at .*functionOnStack\.test/);
    }
  } finally {
    if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
    else Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
    delete (globalThis as { look?: unknown }).look;
  }
  expect(unwoundAmid).toBeGreaterThan(0);
});

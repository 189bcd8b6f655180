import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/index.ts";
import { notebook, ranBy } from "../driver/notebook.ts";

const nb = notebook();
const text = `export function a(x: number) { return x + 1; }
export function b(a: number) { return [a]; }`;
const asked = { inputs: { x: 1 } };

describe("a pin", () => {
  it.each([
    ["of a node", () => ({ node: "a" }), ["b"]],
    ["of a run", (run: string) => ({ run }), []],
    ["of a value", (_: string, value: string) => ({ value }), ["b"]],
    [
      "of a value by its first digits",
      (_: string, value: string) => ({ value: value.slice(0, 12).toUpperCase() }),
      ["b"],
    ],
  ])("%s keeps its values, whatever the rule; unpinned, they go", async (_what, of, going) => {
    const dr = nb.driver(text);
    await ranBy(dr, ["b"], asked);
    const target = of(dr.cache.lastRunId!, Object.values(dr.cache.dataVersions)[0]!["a"]!);
    const pin = await dr.cache.pin(target, "for the paper");
    expect([pin.note, await dr.cache.pins()]).toEqual(["for the paper", [pin]]);
    for (const rule of [{ olderThanMs: 0 }, { maxBytes: 0 }, { keepRuns: 0 }]) {
      const plan = await dr.cache.collectGarbage(rule);
      expect([plan.nodes, plan.guardedBytes]).toEqual([going, plan.keptBytes]);
    }
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    expect((await dr.plan(["a"], asked)).rows.find(({ name }) => name === "a")?.what).toBe("hit");
    await dr.cache.unpin(target);
    expect(await dr.cache.pins()).toEqual([]);
    expect((await dr.cache.collectGarbage({ olderThanMs: 0 })).nodes).toEqual(
      ["a", "b"].filter((n) => !(going as string[]).includes(n)),
    );
  });

  it("holds in another driver and for values that its node makes later", async () => {
    await nb.driver(text).cache.pin({ node: "a" });
    const dr = nb.driver(text);
    for (const x of [1, 2]) await ranBy(dr, ["b"], { inputs: { x } });
    const plan = await dr.cache.collectGarbage({ olderThanMs: 0 });
    expect([plan.nodes, plan.versions]).toEqual([["b"], 2]);
  });

  it("saves what was marked by mistake", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["b"], asked);
    await (await dr.cache.collectGarbage({ olderThanMs: 0 })).apply();
    await dr.cache.pin({ run: dr.cache.lastRunId! });
    expect((await ranBy(dr, ["a", "b"], asked)).words).toEqual({ x: "given", a: "hit", b: "hit" });
  });

  it.each([
    [undefined, "bad-option", "pin() takes what to pin: pin({ run: dr.cache.lastRunId })"],
    [null, "bad-option", "not null"],
    [{}, "bad-option", "pin() takes one of run, value and node, not none."],
    [{ run: "a", node: "b" }, "bad-option", "not run and node."],
    [{ nodes: "a" }, "bad-option", "pin(): `nodes` cannot be pinned. Did you mean `node`?"],
    [{ node: 3 }, "bad-option", "pin({ node }) is a text, not number."],
    [{ node: "" }, "bad-option", "pin({ node }) is a text, not an empty one."],
    [{ node: "c" }, "unknown-node", "pin(): no node is called `c`."],
    [{ node: "x" }, "unknown-node", "pin(): no node is called `x`."],
    [
      { value: "abc" },
      "bad-option",
      'pin({ value }) is a data version, or at least its first 8 hex digits, not "abc".',
    ],
    [{ value: "%".repeat(12) }, "bad-option", "hex digits"],
    [{ value: "0123456789ab" }, "unknown-value", "pin(): no value of version `0123456789ab` is stored."],
    [{ run: "no run" }, "unknown-run", "pin(): no run is called `no run`."],
  ])("refuses %o and says what it takes", async (target, code, said) => {
    const dr = nb.driver(text);
    const error: unknown = await dr.cache.pin(target as never).catch((thrown: unknown) => thrown);
    expect([isCellarError(error) && error.code, String(error)]).toEqual([code, expect.stringContaining(said)]);
    expect(await dr.cache.pins()).toEqual([]);
  });

  it("refuses a run of almost that name, a note that is no text, and to unpin what is not pinned, with the nearest", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["b"], asked);
    const run = dr.cache.lastRunId!;
    const near = `${run.slice(0, -1)}~`;
    await expect(dr.cache.pin({ run: near })).rejects.toThrow(`no run is called \`${near}\`. Did you mean \`${run}\`?`);
    await expect(dr.cache.pin({ run }, 7 as never)).rejects.toThrow("pin(): the note is a text, not number.");
    await dr.cache.pin({ node: "a" });
    await expect(dr.cache.unpin({ node: "b" })).rejects.toMatchObject({
      code: "unknown-pin",
      message: "unpin(): no node `b` is pinned.",
    });
    await dr.cache.pin({ run });
    await expect(dr.cache.unpin({ run: near })).rejects.toThrow(`Did you mean \`${run}\`?`);
    await expect(dr.cache.unpin({ value: run })).rejects.toMatchObject({ code: "unknown-pin" });
  });
});

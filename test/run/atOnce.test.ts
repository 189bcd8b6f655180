import { describe, expect, it } from "vitest";
import { isCellarError } from "../../src/index.ts";
import { failedBy, notebook, tallies } from "../driver/notebook.ts";

const nb = notebook();
const count = tallies();

describe("what happens at once", () => {
  it("a signal that was given before: no body is called", async () => {
    const text =
      "export function quick(x: number) { (globalThis as any).tally('quick'); return x; }\nexport const after = (quick: number) => quick;";
    const asking = { inputs: { x: 1 }, signal: AbortSignal.abort() };
    const { error, words } = await failedBy(nb.driver(text), ["after"], asking);
    expect([isCellarError(error, "interrupted"), words["quick"], count]).toEqual([true, "skipped", {}]);
  });

  it("a node that only reads is not blamed for one that writes beside it", async () => {
    const text =
      "export const a = () => [3, 1, 2];\nexport function reads(a: number[]) { (globalThis as any).tally('reads'); return a.join(); }\nexport function spoils(a: number[]) { a.sort(); return a[0]; }";
    const ran = await nb.run(text, ["reads", "spoils"]);
    const reasons = ran.record.departed.map((departure) => departure.reason);
    expect([reasons, count["reads"]]).toEqual([["`spoils` changed its input `a`; it was executed again on a copy"], 1]);
  });

  it("a node whose value cannot be stored says why it executes again", async () => {
    const [first, second] = await nb.runTwice("export const handle = () => ({ send() {} });", ["handle"]);
    expect(first.why("handle")).toEqual(["`handle` never ran before"]);
    expect(second.words["handle"]).toBe("executed");
    expect(second.why("handle")[0]).toContain("no result of it was stored");
  });
});

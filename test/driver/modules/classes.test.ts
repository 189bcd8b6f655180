// Is a stored instance, read again, an instance of the class that the code at hand means?
import { describe, expect, it } from "vitest";
import { createLoader } from "../../../src/index.ts";
import { notebook } from "../notebook.ts";

const nb = notebook();

describe("a stored instance that is read is one of the class of the module at hand", () => {
  const make = "export function p() { return new P(); }";
  const ask = "export function r(p: P) { return p instanceof P; }";

  it("after the cell was run again with one more node", async () => {
    await nb.run(`class P { x = 1 }\n${make}`, ["p"]);
    const [first, second] = await nb.runTwice(`class P { x = 1 }\n${make}\n${ask}`, ["r", "p"]);
    expect([first.values["r"], first.words]).toEqual([true, { p: "hit", r: "executed" }]);
    expect([second.values["r"], second.words]).toEqual([true, { p: "hit", r: "hit" }]);
  });

  it("also where the class comes from another cell that was run again since", async () => {
    const loader = createLoader({ root: nb.folder });
    const load = async (text: string, name: string) => (await loader.loadModule(text, { name })).namespace;
    const base = "export class P { x = 1 }";
    const user = (more: string) => `import { P } from './base';\n${make}\n${more}`;
    await load(base, "base");
    await nb.run(await load(user(""), "user"), ["p"]);
    const linked = await load(user(ask), "user");
    await load(base, "base");
    const [first, second] = [await nb.run(linked, ["r"]), await nb.run(linked, ["r", "p"])];
    expect([first.values, first.words]).toEqual([{ r: true }, { p: "hit", r: "executed" }]);
    expect(second.words).toEqual({ p: "hit", r: "hit" });
  });
});

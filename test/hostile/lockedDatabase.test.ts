// Does a run give its values while another process holds the database of the cache?
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";
import { keptBy } from "../planKept.ts";

const nb = notebook();
const script = fileURLToPath(new URL("./children/lockDatabase.mjs", import.meta.url));
const text = `export function rows(x: number) { return Array.from({ length: 9000 }, (_, i) => i * x); }
export function total(rows: number[]) { return rows.length + rows[1]!; }`;
const ask = (x: number) => ({ inputs: { x } });

/** Until the returned function is called, another process is the only writer. */
async function hold(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [script, `${nb.cache}/metadata.db`], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  return async () => {
    child.stdin.end();
    expect((await ended)[0]).toBe(0);
  };
}

describe("a database that another process holds", () => {
  it("while a driver is open: the run gives its values and says so; when it is let go, all is stored again", async () => {
    const dr = nb.driver(text);
    await keptBy(dr, ["total"], ask(1));
    const letGo = await hold();
    const held = await keptBy(dr, ["total"], ask(2));
    expect([held.values, held.record.state]).toEqual([{ total: 9002 }, "done"]);
    expect(held.record.warnings?.join()).toMatch(/another process|locked|busy/i);
    await letGo();
    expect((await keptBy(dr, ["total"], ask(1))).words).toEqual({ x: "given", rows: "hit", total: "hit" });
    await keptBy(dr, ["total"], ask(2));
    const last = await keptBy(dr, ["total"], ask(2));
    expect([last.values, last.words["total"], last.record.warnings]).toEqual([{ total: 9002 }, "hit", undefined]);
  });

  it("when a driver opens it: the same", async () => {
    await keptBy(nb.driver(text), ["total"], ask(1));
    await nb.close();
    const letGo = await hold();
    const held = await keptBy(nb.driver(text), ["total"], ask(1));
    expect([held.values, held.record.state]).toEqual([{ total: 9001 }, "done"]);
    expect(held.record.warnings?.length).toBeGreaterThan(0);
    await letGo();
    await nb.close();
    const free = await keptBy(nb.driver(text), ["total"], ask(1));
    expect([free.values, free.words["total"], free.record.warnings]).toEqual([{ total: 9001 }, "hit", undefined]);
  });
});

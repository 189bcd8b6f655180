// Does a run give its values while another process holds the database of the cache?
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it, vi } from "vitest";
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

/** How patience changed since it was last asked: a write that has waited in full sets it to 1 ms, a run to 5 s. */
function patienceChanges(): () => readonly string[] {
  const pragma = vi.spyOn(Database.prototype, "pragma");
  return () => {
    const changes = pragma.mock.calls.map(([text]) => text).filter((text) => text.startsWith("busy_timeout ="));
    pragma.mockClear();
    return changes.map((text) => text.slice("busy_timeout = ".length));
  };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a database that another process holds", () => {
  it("is waited for once per run, however many nodes there are, with one warning", async () => {
    const many = Array.from({ length: 40 }, (_, i) => `export function n${i}(x: number) { return x * ${i}; }`);
    const names = many.map((_, i) => `n${i}`);
    const dr = nb.driver([text, ...many].join("\n"));
    const changes = patienceChanges();
    await keptBy(dr, ["total"], ask(1));
    expect(changes()).toEqual([]);
    const letGo = await hold();
    const [first, second] = [await keptBy(dr, [...names, "total"], ask(2)), await keptBy(dr, names, ask(3))];
    expect(changes()).toEqual(["1", "5000", "1"]);
    expect([first.values["n7"], first.values["total"], second.values["n39"]]).toEqual([14, 9002, 117]);
    for (const { record } of [first, second])
      expect(record.warnings).toEqual([expect.stringMatching(/^the cache could not be written \(.*another process/)]);
    await letGo();
    const [stored, hit] = [await keptBy(dr, names, ask(3)), await keptBy(dr, names, ask(3))];
    expect([changes(), stored.record.warnings, hit.record.status]).toEqual([
      ["5000"],
      undefined,
      expect.stringMatching(/^gh+$/),
    ]);
  });

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

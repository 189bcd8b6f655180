// Is no item computed twice, also where a process dies in the middle of a list, or two are at it?
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { RunRecord } from "../../src/protocol/index.ts";
import { notebook } from "../driver/notebook.ts";
import { decidedBy, expectPlanKept } from "../planKept.ts";
import { JOINED } from "./leasedChild.ts";

const nb = notebook();
const child = fileURLToPath(new URL("./children/itemsRun.mjs", import.meta.url));

const text = (body: string): string => `
import { collect, parallelizable } from "cellar";
const enter = (item: number): void => (globalThis as unknown as { enter(item: number): void }).enter(item);
export const item = parallelizable((count: number) => Array.from({ length: count }, (_, i) => i));
export ${body}
export const sum = collect({}, (half: number[]) => half.reduce((a, b) => a + b, 0));
`;

interface Said {
  readonly values: Record<string, unknown>;
  /** As it began. */
  readonly start: RunRecord;
  readonly record: RunRecord;
}

/** What a child said of its run, which kept what it had decided when it began. */
function saidIn(text: string): Said {
  const said = JSON.parse(text) as Said;
  expectPlanKept(decidedBy(said.start), said.record, JOINED);
  return said;
}

const order = (body: string, count: number, more: { dieAt?: number; beside?: number } = {}): string =>
  JSON.stringify({ folder: nb.folder, text: text(body), names: ["sum"], inputs: { count }, ...more });

/** Which items were called since the last look. */
function calls(): string[] {
  const file = path.join(nb.folder, "calls");
  const lines = readFileSync(file, "utf8").trim().split("\n");
  rmSync(file);
  return lines;
}

const itemsOf = ({ record }: Said) => record.detail[record.graph.names.indexOf("half")]?.items;

it.each([0, 70, 777])("kill -9 in item %i of 1,000: the next run computes only what is missing", (dieAt) => {
  const body = "async function half(item: number) { enter(item); await null; return item / 2; }";
  const killed = spawnSync(process.execPath, [child, order(body, 1000, { dieAt })], { encoding: "utf8" });
  expect(killed.signal, killed.stderr).toBe("SIGKILL");
  const before = calls().map((line) => line.split(" ")[1]!);
  const ended = spawnSync(process.execPath, [child, order(body, 1000)], { encoding: "utf8" });
  const said = saidIn(ended.stdout);
  expect(said.values).toEqual({ sum: 249_750 });
  const after = calls().map((line) => line.split(" ")[1]!);
  expect(new Set([...before, ...after]).size).toBe(1000);
  expect(new Set(after).size).toBe(after.length);
  // What had ended may wait in a group of 64 to be written; what was under way is lost.
  expect(before.length + after.length).toBeLessThanOrEqual(1000 + 64 + 16);
  expect(itemsOf(said)).toMatchObject({ total: 1000, executed: after.length, hit: 1000 - after.length });
  const again = spawnSync(process.execPath, [child, order(body, 1000)], { encoding: "utf8" });
  expect(saidIn(again.stdout).record.status).toBe("ghhh");
});

it("R25: two processes at once compute each item once, and both have all of them", async () => {
  const body =
    "async function half(item: number) { enter(item); await new Promise((done) => setTimeout(done, 5)); return item / 2; }";
  const children = [1, 2].map(() => {
    const process_ = spawn(process.execPath, [child, order(body, 200, { beside: 2 })], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    process_.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    return once(process_, "close").then(() => saidIn(Buffer.concat(chunks).toString("utf8")));
  });
  const said = await Promise.all(children);
  expect(said.map(({ values }) => values)).toEqual([{ sum: 9950 }, { sum: 9950 }]);
  const items = calls().map((line) => line.split(" ")[1]);
  expect(new Set(items).size).toBe(200);
  expect(items.length).toBe(200);
  expect(itemsOf(said[0]!)!.executed + itemsOf(said[1]!)!.executed).toBe(200);
});

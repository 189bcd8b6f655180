import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Owner } from "../../src/contracts.ts";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownerAlive, ownOwner } from "../../src/metadata/owner.ts";
import { packedResults } from "../../src/results/packed.ts";
import { child } from "../contract/child.ts";
import { compiledSources } from "../contract/compiledSources.ts";

let compiled: string;
beforeAll(() => {
  compiled = compiledSources();
});
afterAll(() => fs.rmSync(compiled, { recursive: true }));

const owner = ownOwner();
const isAlive = (other: Owner, lastSignAt: number) => ownerAlive(other, lastSignAt, owner, Date.now());
function openIn(folder: string) {
  const { db } = openDatabase(path.join(folder, "metadata.db"));
  const store = packedResults({ db, folder: path.join(folder, "results"), owner });
  return { store, close: () => db.close() };
}
function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [entry.name] : []));
}

const MOMENTS = ["write", "rename"].flatMap((moment) => [0, 1, 2, 3, 4].map((count) => [moment, count] as const));
test.each(MOMENTS)(
  "a process killed in a %s, after %i of them, leaves nothing torn, and no litter",
  { timeout: 60_000 },
  async (moment, count) => {
    const folder = fs.mkdtempSync(path.join(compiled, "store-"));
    const writer = child(compiled, "writeLarge", folder, moment, String(count), count % 2 === 1 ? "gzip" : "plain");
    await writer.line();
    const { store, close } = openIn(folder);
    expect(store.sweep(isAlive)).toBe(0);
    expect(filesIn(path.join(folder, "results")).filter((name) => name.startsWith("writing~"))).toHaveLength(1);
    await writer.kill();
    expect(store.sweep(isAlive)).toBe(1);
    const names = filesIn(path.join(folder, "results"));
    const bytes = await store.get(names.map((name) => name.slice(0, 64)));
    expect(bytes.map((whole) => createHash("sha256").update(whole!).digest("hex"))).toEqual(
      names.map((name) => name.slice(0, 64)),
    );
    close();
  },
);

test("processes that write the same results at once leave each of them whole, and nothing else", {
  timeout: 60_000,
}, async () => {
  const folder = fs.mkdtempSync(path.join(compiled, "store-"));
  const children = [0, 1, 2].map(() => child(compiled, "putSame", folder));
  await Promise.all(children.map((one) => one.line()));
  for (const one of children) one.go();
  const [digests, ...others] = await Promise.all(children.map((one) => one.end()));
  expect(others).toEqual([digests, digests]);
  const { store, close } = openIn(folder);
  const bytes = await store.get(digests!);
  expect(bytes.map((whole) => createHash("sha256").update(whole!).digest("hex"))).toEqual(digests);
  expect(filesIn(path.join(folder, "results"))).toHaveLength(15);
  close();
});

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../../src/metadata/openDatabase.ts";
import { ownOwner } from "../../src/metadata/owner.ts";
import { type PackedResultsOptions, packedResults } from "../../src/results/packed.ts";
import { promised } from "../contract/promised.ts";
import { noise, resultStoreContract } from "../contract/resultStore.ts";
import { encoded } from "../contract/rows.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
afterAll(() => fs.rmSync(root, { recursive: true }));
let folders = 0;
const fresh = () => path.join(root, String(++folders), "results");
const open = (folder: string, options: Partial<PackedResultsOptions> = {}) =>
  packedResults({ db: openDatabase(":memory:").db, folder, owner: ownOwner(), ...options });
const item = (size: number) => {
  const made = encoded(noise(size));
  return { digest: made.bytesDigest, encoded: made };
};
const fileOf = (folder: string, digest: string) => path.join(folder, digest.slice(0, 2), digest);

resultStoreContract("local", () => open(fresh()));
resultStoreContract("local, packed", () => open(fresh(), { compress: true }));
resultStoreContract("local, by promise", () => promised(open(fresh())));
resultStoreContract("local, all in files", () => open(fresh(), { smallBytes: -1 }));

test("small results make no file, and a folder is private and made when it is needed", async () => {
  const folder = fresh();
  const store = open(folder);
  await store.put([item(16 * 1024)]);
  expect(fs.existsSync(folder)).toBe(false);
  const large = item(16 * 1024 + 1);
  await store.put([large]);
  expect(fs.readdirSync(folder)).toEqual([large.digest.slice(0, 2)]);
  expect([folder, path.dirname(fileOf(folder, large.digest))].map((at) => fs.statSync(at).mode & 0o777)).toEqual([
    0o700, 0o700,
  ]);
  expect(fs.statSync(fileOf(folder, large.digest)).mode & 0o777).toBe(0o600);
});

test("packed files are plain gzip, and are read whatever the present setting", async () => {
  const folder = fresh();
  const [packed, plain] = [item(6_000_000), item(20_000)];
  await open(folder, { compress: true }).put([packed]);
  await open(folder).put([plain, packed]);
  const file = `${fileOf(folder, packed.digest)}.gz`;
  expect(gunzipSync(fs.readFileSync(file)).equals(packed.encoded.chunks[0]!)).toBe(true);
  expect(fs.existsSync(fileOf(folder, packed.digest))).toBe(false);
  for (const compress of [true, false]) {
    const bytes = await open(folder, { compress }).get([packed.digest, plain.digest]);
    expect(bytes.map((found) => found?.byteLength)).toEqual([6_000_000, 20_000]);
  }
});

test("a file that is there already is not written again", async () => {
  const folder = fresh();
  const large = item(20_000);
  await open(folder).put([large]);
  const { ino } = fs.statSync(fileOf(folder, large.digest));
  await open(folder, { compress: true }).put([large]);
  expect(fs.statSync(fileOf(folder, large.digest)).ino).toBe(ino);
  expect(fs.readdirSync(path.dirname(fileOf(folder, large.digest)))).toEqual([large.digest]);
});

test("a file cut short is handed over as it stands, and made whole when its bytes are put again", async () => {
  const folder = fresh();
  const store = open(folder);
  const large = item(20_000);
  await store.put([large]);
  for (const size of [0, 19_999]) {
    fs.truncateSync(fileOf(folder, large.digest), size);
    expect((await store.get([large.digest]))[0]?.byteLength).toBe(size);
    await store.put([large]);
    expect((await store.get([large.digest]))[0]?.byteLength).toBe(20_000);
  }
});

test("a packed file that is damaged does not give the bytes of its digest, until it is deleted and put again", async () => {
  const folder = fresh();
  const store = open(folder, { compress: true });
  const large = item(20_000);
  for (const damage of ["", "garbage", noise(100)]) {
    await store.put([large]);
    fs.writeFileSync(`${fileOf(folder, large.digest)}.gz`, damage);
    expect((await store.get([large.digest]))[0]?.byteLength).toBe(damage.length);
    await store.delete([large.digest]);
  }
  await store.put([large]);
  fs.truncateSync(`${fileOf(folder, large.digest)}.gz`, 10_000);
  expect((await store.get([large.digest]))[0]?.byteLength).not.toBe(20_000);
});

test("a folder that cannot be written is an error with its cause and a remedy, and small results still go", async () => {
  const folder = path.join(root, "a file");
  fs.writeFileSync(folder, "");
  const failures: unknown[] = [];
  const store = open(folder, { onFailure: (error) => void failures.push(error) });
  expect(() => store.put([item(20_000)])).toThrow(/The results in .*a file: ENOTDIR.*withCache\({ path }\)/);
  expect(failures).toMatchObject([{ code: "ENOTDIR" }]);
  const small = item(10);
  await store.put([small]);
  expect(await store.has([small.digest])).toEqual([true]);
});

test("a write that fails midway leaves neither the file nor its beginning", async () => {
  const folder = fresh();
  const store = open(folder);
  const bad = item(20_000);
  const chunks = [noise(9_000_000), "not bytes" as unknown as Uint8Array];
  expect(() => store.put([{ ...bad, encoded: { ...bad.encoded, chunks } }])).toThrow("The results in");
  expect(fs.readdirSync(folder)).toEqual([]);
  expect(await store.has([bad.digest])).toEqual([false]);
});

test("a full disk is told as such, for files and for the table", () => {
  const { db } = openDatabase(":memory:");
  const store = packedResults({ db, folder: fresh(), owner: ownOwner() });
  db.pragma(`max_page_count = ${db.pragma("page_count", { simple: true })}`);
  expect(() => store.put([item(16_000)])).toThrow("the disk is full. Free some space, or choose another folder");
  const full = Object.assign(new Error("ENOSPC: no space left on device, writev"), { code: "ENOSPC" });
  const chunks = Object.defineProperty([noise(20_000)], Symbol.iterator, {
    value: () => {
      throw full;
    },
  });
  const large = item(20_000);
  expect(() => store.put([{ ...large, encoded: { ...large.encoded, chunks } }])).toThrow("the disk is full");
  db.close();
});

test("nothing is written under a name that is no digest", () => {
  const folder = fresh();
  const outside = { ...item(20_000), digest: `../${"a".repeat(61)}` };
  expect(() => open(folder).put([outside])).toThrow("is not a digest");
  expect(fs.existsSync(folder)).toBe(false);
});

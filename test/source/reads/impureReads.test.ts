import { describe, expect, test } from "vitest";
import { analyzeFile } from "../../../src/source/analyzeFile.ts";
import { analyzeModule } from "../../../src/source/analyzeModule.ts";

/** What the exported function of a module reads, by kind and code. */
function readsOf(text: string, part = "f"): readonly string[] {
  return (analyzeModule(text).parts[part]!.reads ?? []).map(({ kind, text: code }) => `${kind}: ${code}`);
}
const bodyReads = (code: string) => readsOf(`export const f = async (a: any, b: any) => { ${code} }`);

describe("R12: code that reads what no key holds is found, with what it reads", () => {
  test.each([
    ["return Date.now()", "clock: Date.now()"],
    ["return Date()", "clock: Date()"],
    ["return Date(2024)", "clock: Date(2024)"],
    ["return new Date().getFullYear()", "clock: new Date()"],
    ["return +new Date", "clock: new Date"],
    ['return Date["now"]()', 'clock: Date["now"]()'],
    ["return globalThis.Date.now()", "clock: globalThis.Date.now()"],
    ["return new globalThis.Date()", "clock: new globalThis.Date()"],
    ["const { now } = Date; return now()", "clock: now()"],
    ["let now; ({ now } = Date); return now()", "clock: { now } = Date"],
    ["const D = Date; return new D()", "clock: new D()"],
    ["return a.map(Date.now)", "clock: Date.now"],
    ["return performance.now()", "clock: performance.now()"],
    ["return process.hrtime.bigint()", "clock: process.hrtime"],
    ["return process.uptime()", "clock: process.uptime()"],
    ["return Math.random()", "randomness: Math.random()"],
    ["return Math?.random?.()", "randomness: Math?.random?.()"],
    ["return (Math as any).random()", "randomness: (Math as any).random()"],
    ["const { random: draw } = Math; return draw()", "randomness: draw()"],
    ["return crypto.randomUUID()", "randomness: crypto.randomUUID()"],
    ["return crypto.getRandomValues(a)", "randomness: crypto.getRandomValues(a)"],
    ["return process.env.REGION", "environment: process.env.REGION"],
    ['return process.env["REGION"]', 'environment: process.env["REGION"]'],
    ["return process.env[a]", "environment: process.env[a]"],
    ["const { REGION = 1 } = process.env; return REGION", "environment: REGION"],
    ["const { env } = process; return env.REGION", "environment: env.REGION"],
    ["const { env: { REGION } } = process; return REGION", "environment: REGION"],
    ["return { ...process.env }", "environment: process.env"],
    ["return globalThis.process.env.REGION", "environment: globalThis.process.env.REGION"],
    ["return process.argv.slice(2)", "environment: process.argv"],
    ["return process.cwd()", "environment: process.cwd()"],
    ["return a(process)", "environment: process"],
    ["return fetch(a)", "network: fetch(a)"],
    ["return a(fetch)", "network: fetch"],
    ["return new XMLHttpRequest()", "network: new XMLHttpRequest()"],
    ["return new WebSocket(a)", "network: new WebSocket(a)"],
    ["return process.platform", "machine: process.platform"],
    ["return navigator.hardwareConcurrency", "machine: navigator.hardwareConcurrency"],
    ["return Intl.DateTimeFormat().resolvedOptions().timeZone", "machine: Intl.DateTimeFormat().resolvedOptions"],
    ['return require("fs").readFileSync(a)', 'files: require("fs").readFileSync(a)'],
    ['return (await import("node:fs/promises")).readFile(a)', 'files: (await import("node:fs/promises")).readFile(a)'],
    ['const { readFile } = await import("fs/promises"); return readFile(a)', "files: readFile(a)"],
    ['const c = require("node:crypto"); return c.randomBytes(8)', "randomness: c.randomBytes(8)"],
    ["return () => () => Math.random()", "randomness: Math.random()"],
    ["return ((m) => m.random())(Math)", "randomness: Math"],
    ["return { Math }.Math.random()", "randomness: Math"],
    ["return Reflect.get(Math, a)", "randomness: Math"],
    ["return new Date(...a)", "clock: new Date(...a)"],
    ["class Day extends Date {}; return new Day()", "clock: Date"],
    ["return 'REGION' in process.env", "environment: 'REGION' in process.env"],
    ["return typeof process.env.REGION", "environment: typeof process.env.REGION"],
    ['return process.getBuiltinModule("fs").readFileSync(a)', 'files: process.getBuiltinModule("fs").readFileSync(a)'],
    ['const c = process.getBuiltinModule("node:crypto"); return c.randomUUID()', "randomness: c.randomUUID()"],
    ["return process.getBuiltinModule(a)", "machine: process.getBuiltinModule(a)"],
  ])("%s", (code, expected) => {
    expect(bodyReads(code)).toEqual([expected]);
  });

  test.each([
    ['import fs from "node:fs"', "fs.readFileSync(a)", "files"],
    ['import * as fs from "fs"', "fs.promises.readFile(a)", "files"],
    ['import { readFileSync as read } from "node:fs"', "read(a)", "files"],
    ['import { readdir } from "node:fs/promises"', "a.map(readdir)", "files"],
    ['import fs from "node:fs"', "fs.writeFileSync(a, a)", "written files"],
    ['import fs from "node:fs"', "fs.promises.writeFile(a, a)", "written files"],
    ['import { rm as gone } from "node:fs/promises"', "gone(a)", "written files"],
    ['import fse from "fs-extra"', "fse.outputFile(a, a)", "written files"],
    ['import fs from "node:fs"', "(fs as any)[a](a)", "files"],
    ['import { DatabaseSync } from "node:sqlite"', "new DatabaseSync(a)", "database"],
    ['import http from "node:http"', "http.get(a)", "network"],
    ['import { request } from "node:https"', "request(a)", "network"],
    ['import net from "node:net"', "net.connect(a)", "network"],
    ['import dns from "node:dns/promises"', "dns.lookup(a)", "network"],
    ['import { execSync } from "node:child_process"', 'execSync("date")', "processes"],
    ['import os from "node:os"', "os.cpus().length", "machine"],
    ['import { randomBytes } from "node:crypto"', "randomBytes(8)", "randomness"],
    ['import { webcrypto } from "node:crypto"', "webcrypto.getRandomValues(a)", "randomness"],
    ['import { performance as p } from "node:perf_hooks"', "p.now()", "clock"],
    ['import { env } from "node:process"', "env.REGION", "environment"],
    ['import proc from "process"', "proc.env.REGION", "environment"],
    ['import pl from "nodejs-polars"', 'pl.readCSV("data.csv")', "files"],
    ['import * as pl from "nodejs-polars"', 'pl.default.scanParquet("data.parquet")', "files"],
    ['import { readParquet } from "nodejs-polars"', "readParquet(a)", "files"],
    ['import duckdb from "duckdb"', "new duckdb.Database(a)", "database"],
    ['import { DuckDBInstance } from "@duckdb/node-api"', "DuckDBInstance.create(a)", "database"],
    ['import * as aq from "arquero"', "aq.loadCSV(a)", "files"],
    ['import h5wasm from "h5wasm/node"', 'new h5wasm.File(a, "r")', "files"],
    ['import axios from "axios"', "axios.get(a)", "network"],
    ['import got from "got"', "got(a).json()", "network"],
    ['import { fetch } from "undici"', "fetch(a)", "network"],
    ['import { S3Client } from "@aws-sdk/client-s3"', "new S3Client({})", "network"],
    ['import pg from "pg"', "new pg.Pool()", "database"],
    ['import { v4 as id } from "uuid"', "id()", "randomness"],
    ['import dayjs from "dayjs"', "dayjs()", "clock"],
    ['import { isToday } from "date-fns"', "isToday(a)", "clock"],
    ['import { createRequire } from "node:module"', 'createRequire(a)("./helper.cjs")', "files"],
    ['import { Kysely } from "kysely"', "new Kysely(a)", "database"],
    ['import readExcel from "read-excel-file/node"', "readExcel(a)", "files"],
    ['import { Worker } from "node:worker_threads"', "new Worker(a)", "processes"],
    ['import { env } from "node:process"', "'REGION' in env", "environment"],
  ])("%s; %s", (head, code, kind) => {
    const reads = analyzeModule(`${head};\nexport const f = (a: any) => ${code};`).parts["f"]!.reads ?? [];
    expect(reads).toMatchObject([{ kind, line: 2 }]);
    expect(code).toContain(reads[0]!.text);
  });
});

describe("R12: code that reads nothing else gives no false alarm", () => {
  test.each([
    "return new Date(2024, 1, 1)",
    "return new Date(a).getTime() + Date.UTC(2024, 1) + Date.parse(b)",
    "return a instanceof Date",
    "return (Date => new Date())(a)",
    "const Math = { random: () => 4 }; return Math.random()",
    "const process = a; return process.env.REGION + process.cwd()",
    "function fetch(x) { return x } return fetch(a)",
    "return a.Date.now() + a.Math.random() + a.process.env.REGION + a.fetch()",
    "return { Date: 1, random: 2, fetch: 3 }",
    "return Math.max(1, 2) + Math.PI",
    "const { floor, max } = Math; return floor(max(a, b))",
    "return crypto.subtle.digest('SHA-256', a)",
    "return typeof fetch + typeof process.env + typeof window",
    "return new Intl.NumberFormat('de').format(1) + a.toLocaleString()",
    "process.stdout.write('x'); console.log(process.version)",
    "setTimeout(a, 1); queueMicrotask(a); return structuredClone(b)",
    "return new URL(a).host + new Headers(b).get('x')",
    "let x: Date | undefined; let y: typeof fetch; return x ?? y",
    "// Date.now()\nreturn 'Math.random()' + `fetch(a)`",
    'const c = require("node:crypto"); return c.createHash("sha256")',
    'return (await import("node:path")).join(a, b)',
    "const D = Date; return new D(2024, 1)",
    "return new Date(...a, 1) instanceof Date && 'now' in Date",
    'return process.getBuiltinModule("path").join(a, b)',
    "let floor; ({ floor } = Math); return floor(a)",
    "label: for (const now of a) { if (now) continue label }",
  ])("%s", (code) => {
    expect(bodyReads(code)).toEqual([]);
  });

  test.each([
    ['import pl from "nodejs-polars"', "pl.DataFrame({ x: [1] }).withColumns(pl.col('x'))"],
    ['import pl from "nodejs-polars"', "a.readCSV(pl)"],
    ['import { createHash } from "node:crypto"', "createHash('sha256')"],
    ['import path from "node:path"', "path.join('a', 'b')"],
    ['import { setTimeout as wait } from "node:timers/promises"', "wait(1)"],
    ['import { constants, readFileSync } from "node:fs"', "constants.R_OK"],
    ['import type { PathLike } from "node:fs"', "a as PathLike"],
    ['import { readFileSync } from "node:fs"', "((readFileSync: any) => readFileSync(a))(a)"],
    ['import * as aq from "arquero"', "aq.table({ x: [1] }).filter(a)"],
    ['import { isIP } from "node:net"', "isIP(a)"],
    ['import { readCSV } from "./mine.ts"', "readCSV(a)"],
    ['import axios from "axios"', "axios.isAxiosError(a)"],
    ['import dayjs from "dayjs"', "dayjs(a).year()"],
    ['import { v5 } from "uuid"', "v5(a, a)"],
    ["function fetch(x: number) { return x }", "fetch(1)"],
    ["class Date { static now() { return 1 } }", "Date.now()"],
  ])("%s; %s", (head, code) => {
    expect(readsOf(`${head}\nexport const f = (a: any) => ${code};`)).toEqual([]);
  });

  test.each([
    ['export { readFileSync } from "node:fs";', ['files: export { readFileSync } from "node:fs";']],
    ['export * from "node:fs";', ['files: export * from "node:fs";']],
    ['export * as files from "node:fs";', ['files: export * as files from "node:fs";']],
    ['export { default } from "node:process";', ['environment: export { default } from "node:process";']],
    ['import { randomUUID as id } from "node:crypto";\nexport { id };', ["randomness: id"]],
    ['import fs from "node:fs";\nexport { fs as default };', ["files: fs as default"]],
    ['export { constants } from "node:fs";\nexport type { PathLike } from "node:fs";', []],
    ['export { createHash } from "node:crypto";\nexport { type BinaryLike } from "node:crypto";', []],
    ['export * from "./mine.ts";\nconst own = 1;\nexport { own };', []],
  ])("a file that hands on a reader reads for those who import it: %s", (text, expected) => {
    expect(analyzeFile(text, "mine.ts").reads!.map(({ kind, text: code }) => `${kind}: ${code}`)).toEqual(expected);
  });

  test("a read of a helper is the helper's, and an edit of another changes nothing of it", () => {
    const text = (other: number) =>
      `const stamp = () => Date.now();\nconst other = () => ${other};\nexport function f() { return stamp(); }`;
    const parts = [1, 2].map((n) => analyzeModule(text(n)).parts);
    expect(parts.map((p) => [p.f!.reads, p.stamp!.reads?.length, p.other!.reads])).toEqual([
      [undefined, 1, undefined],
      [undefined, 1, undefined],
    ]);
    expect(parts[0]!.stamp).toEqual(parts[1]!.stamp);
  });

  test("names for names, names for themselves and very long sums end", () => {
    expect(bodyReads("const a1 = Date, b1 = a1, c1 = b1, d1 = c1, e1 = d1; return new e1()")).toEqual([]);
    expect(bodyReads("let D = Date; D = D; const { x } = Math; return x")).toEqual([]);
    const sum = Array.from({ length: 4_000 }, (_, i) => i).join(" + ");
    expect(bodyReads(`const M = Math; return ${sum} + M.random()`)).toEqual(["randomness: M.random()"]);
  });
});

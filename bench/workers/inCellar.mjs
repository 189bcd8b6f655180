// How long do nodes that compute take on worker threads? Answers on stdout; each question is one run without a cache.
import fs from "node:fs";
import { performance } from "node:perf_hooks";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { Builder, moduleFromText, workersExecutor } from "cellar";

const names = Array.from({ length: 8 }, (_, at) => `w${at}`);
const here = fileURLToPath(new URL(".", import.meta.url));
const dataflow = moduleFromText(fs.readFileSync(`${here}dataflow.ts`, "utf8"), { name: "dataflow", folder: here });

/** @type {Map<number, ReturnType<Builder["build"]>>} By number of threads; 0 is the main thread. */
const drivers = new Map();

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await repeat(JSON.parse(line))));
}

/**
 * @param {import("./workers.mjs").Question} question
 * @returns {Promise<import("./workers.mjs").Answer>}
 */
async function repeat({ threads, seed }) {
  const dr = drivers.get(threads) ?? open(threads);
  drivers.set(threads, dr);
  const begin = performance.now();
  const values = await dr.execute(names, { inputs: { seed } });
  return { ms: performance.now() - begin, values: names.map((name) => Number(values[name])) };
}

/** @param {number} threads */
function open(threads) {
  const builder = new Builder().withModules(dataflow);
  return (threads === 0 ? builder : builder.withExecutor(workersExecutor({ threads }))).build();
}

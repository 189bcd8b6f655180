// How long does Cellar take for a dataflow? Answers on stdout; each question is one repetition in a fresh folder.
import { performance } from "node:perf_hooks";
import readline from "node:readline";
import { Builder, moduleFromText } from "cellar";

/** @typedef {import("./graphs.mjs").Question} Question */

/** @type {Map<string, ReturnType<typeof moduleFromText>>} */
const modules = new Map();

for await (const line of readline.createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify(question.text === undefined ? await repeat(question) : await load(question)));
}

/**
 * Analyses and evaluates the text, as a peer's import does.
 *
 * @param {{ id: string, text: string, asked: string }} question
 */
async function load({ id, text, asked }) {
  const module = moduleFromText(text, { name: id });
  void module[asked];
  await new Builder().withModules(module).build().close();
  modules.set(id, module);
  return {};
}

/** @param {{ id: string, asked: string, input: number, folder: string, hits: number }} question */
async function repeat({ id, asked, input, folder, hits }) {
  const module = /** @type {ReturnType<typeof moduleFromText>} */ (modules.get(id));
  const uncached = [];
  for (let at = 0; at < hits; at++) uncached.push(await runUncached(module, asked, input));
  const { dr, ...first } = await run(module, asked, input, folder);
  const same = [];
  for (let at = 0; at < hits; at++) same.push({ ...(await execute(dr, asked, input)), buildMs: 0, closeMs: 0 });
  const again = [];
  for (let at = 0; at < hits; at++) {
    const { dr: next, ...timed } = await run(module, asked, input, folder);
    const begin = performance.now();
    await next.close();
    again.push({ ...timed, closeMs: performance.now() - begin });
  }
  // A new driver finds the cache open, as in a notebook, where nobody closes drivers.
  const begin = performance.now();
  await dr.close();
  return { uncached, first: { ...first, closeMs: performance.now() - begin }, same, again };
}

/**
 * @param {ReturnType<typeof moduleFromText>} module
 * @param {string} asked
 * @param {number} input
 * @param {string} folder
 * @returns {Promise<Omit<import("./graphs.mjs").Timed, "closeMs"> & { dr: ReturnType<Builder["build"]> }>}
 */
async function run(module, asked, input, folder) {
  const begin = performance.now();
  const dr = new Builder().withModules(module).withCache({ path: folder }).build();
  const buildMs = performance.now() - begin;
  return { dr, buildMs, ...(await execute(dr, asked, input)) };
}

/**
 * @param {ReturnType<Builder["build"]>} dr With a cache.
 * @param {string} asked
 * @param {number} input
 */
async function execute(dr, asked, input) {
  const begin = performance.now();
  const values = await dr.execute([asked], { inputs: { x: input } });
  const executeMs = performance.now() - begin;
  const { counts } = await dr.cache.run();
  return { executeMs, value: Number(values[asked]), hits: counts.hit, executions: counts.executed + counts.unchanged };
}

/**
 * @param {ReturnType<typeof moduleFromText>} module
 * @param {string} asked
 * @param {number} input
 */
async function runUncached(module, asked, input) {
  const begin = performance.now();
  const dr = new Builder().withModules(module).build();
  const built = performance.now();
  const values = await dr.execute([asked], { inputs: { x: input } });
  const executed = performance.now();
  await dr.close();
  const closeMs = performance.now() - executed;
  // Nothing tells what a run without a cache did but its value.
  return {
    buildMs: built - begin,
    executeMs: executed - built,
    closeMs,
    value: Number(values[asked]),
    hits: 0,
    executions: 0,
  };
}

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
  const { dr, ...first } = await run(module, asked, input, folder);
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
  return { first: { ...first, closeMs: performance.now() - begin }, again };
}

/**
 * @param {ReturnType<typeof moduleFromText>} module
 * @param {string} asked
 * @param {number} input
 * @param {string} folder
 * @returns {Promise<Omit<import("./graphs.mjs").Timed, "closeMs"> & { dr: { close(): Promise<void> } }>}
 */
async function run(module, asked, input, folder) {
  const begin = performance.now();
  const dr = new Builder().withModules(module).withCache({ path: folder }).build();
  const built = performance.now();
  const values = await dr.execute([asked], { inputs: { x: input } });
  const executed = performance.now();
  const { counts } = await dr.cache.run();
  return {
    dr,
    buildMs: built - begin,
    executeMs: executed - built,
    value: Number(values[asked]),
    hits: counts.hit,
    executions: counts.executed + counts.unchanged,
  };
}

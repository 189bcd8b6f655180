// Does the cost of a node grow with the chain? Ten thousand nodes in a row, beside a thousand, and where Hamilton ends.
import { fileURLToPath } from "node:url";
import { startPeer } from "../process/peer.mjs";
import { privateFolder, removeFolder } from "../process/privateFolder.mjs";
import { tell } from "../report/progress.mjs";
import { rowOf } from "../report/row.mjs";
import { dataflowText } from "./dataflowText.mjs";
import { check, expected } from "./graphs.mjs";

/** @typedef {import("./graphs.mjs").Timed} Timed */
/** @typedef {import("./graphs.mjs").Answer} Answer */
/** @typedef {{ longest: number, failing: number }} Limit */

const deep = 10_000;
const usual = 1000;
const hits = 3;
/** So many chains of the usual length for a deep one: as many nodes. */
const perDeep = deep / usual;

/**
 * @param {import("../options.mjs").Pythons & { readonly quick: boolean }} about
 * @returns {Promise<{ rows: import("../report/row.mjs").Row[], remarks: string[] }>}
 */
export async function timeDeep({ python, quick }) {
  const repetitions = quick ? 1 : 5;
  /** @type {import("../process/peer.mjs").Peer<import("./graphs.mjs").Question, Answer>} */
  const cellar = startPeer("Cellar", process.execPath, [inHere("inCellar.mjs")]);
  /** @type {import("../process/peer.mjs").Peer<{ cached: boolean }, Limit>} */
  const hamilton = startPeer("Hamilton", python, [inHere("limitOfHamilton.py")]);
  /** @type {Map<number, Answer[]>} */
  const answers = new Map([deep, usual].map((count) => [count, []]));
  try {
    for (const count of [deep, usual]) {
      const { typescript, asked } = dataflowText("chain", count);
      await cellar.ask({ id: `chain${count}`, text: typescript, asked });
    }
    for (let input = -1; input < repetitions; input++) {
      tell(`deep: chain ${deep}, ${input < 0 ? "warming up" : `${input + 1} of ${repetitions}`}`);
      for (const count of input % 2 === 0 ? [deep, usual] : [usual, deep]) {
        for (let at = 0; at < (count === deep ? 1 : perDeep); at++) {
          const folder = privateFolder();
          const answer = await cellar.ask({ id: `chain${count}`, asked: `n${count - 1}`, input, folder, hits });
          removeFolder(folder);
          check("Cellar", `chain ${count}`, answer, { count, value: expected("chain", count, input) });
          if (input >= 0) answers.get(count)?.push(answer);
        }
      }
    }
    tell("deep: the longest chain of Hamilton");
    const [uncached, cached] = [await hamilton.ask({ cached: false }), await hamilton.ask({ cached: true })];
    return { rows: rowsOf(answers), remarks: [limitText(uncached, cached)] };
  } finally {
    await Promise.all([cellar.end(), hamilton.end()]);
  }
}

/** @param {ReadonlyMap<number, readonly Answer[]>} answers */
function rowsOf(answers) {
  /** @type {(what: string, pick: (answer: Answer) => readonly Timed[]) => import("../report/row.mjs").Row} */
  const row = (what, pick) => {
    const per = (/** @type {number} */ count) =>
      (answers.get(count) ?? []).flatMap((answer) => pick(answer).map((each) => (each.executeMs * 1000) / count));
    return rowOf(
      { what: `chain ${deep}: ${what}`, unit: "µs/node", peer: `Cellar, chain ${usual}` },
      per(deep),
      per(usual),
    );
  };
  return [
    row("no cache, execute", ({ uncached }) => uncached),
    row("first cached, execute", ({ first }) => [first]),
    row("same driver again, execute", ({ same }) => same),
    row("all hits, execute", ({ again }) => again),
  ];
}

/**
 * @param {Limit} uncached
 * @param {Limit} cached
 */
function limitText(uncached, cached) {
  return (
    `deep: Hamilton walks a dataflow by recursion: with Python's own limit its longest chain is ${uncached.longest} nodes without` +
    ` a cache and ${cached.longest} with one.`
  );
}

/** @param {string} name */
function inHere(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

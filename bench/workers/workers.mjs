// What does a second worker thread bring? Eight nodes that compute, on two threads, on one, and on the main thread.
import os from "node:os";
import { fileURLToPath } from "node:url";
import { Failure } from "../../scripts/process/failure.mjs";
import { startPeer } from "../process/peer.mjs";
import { tell } from "../report/progress.mjs";
import { rowOf } from "../report/row.mjs";

/** @typedef {{ threads: number, seed: number }} Question */
/** @typedef {{ ms: number, values: readonly number[] }} Answer */

const aim = 1.8;

/** How many threads each contender has; 0 is the main thread. */
const contenders = [2, 1, 0];

/**
 * @param {{ readonly quick: boolean }} about
 * @returns {Promise<{ rows: import("../report/row.mjs").Row[], remarks: string[] }>}
 */
export async function timeWorkers({ quick }) {
  const repetitions = quick ? 1 : 7;
  /** @type {import("../process/peer.mjs").Peer<Question, Answer>} */
  const cellar = startPeer("Cellar", process.execPath, [fileURLToPath(new URL("inCellar.mjs", import.meta.url))]);
  /** @type {Map<number, number[]>} */
  const samples = new Map(contenders.map((threads) => [threads, []]));
  try {
    // Threads begin, and V8 optimises, before anything is timed.
    for (let seed = -1; seed < repetitions; seed++) {
      tell(`workers: ${seed < 0 ? "warming up" : `${seed + 1} of ${repetitions}`}`);
      const answers = [];
      for (const threads of seed % 2 === 0 ? contenders : contenders.toReversed()) {
        const answer = await cellar.ask({ threads, seed });
        answers.push(answer);
        if (seed >= 0) samples.get(threads)?.push(answer.ms);
      }
      if (new Set(answers.map(({ values }) => values.join())).size !== 1) {
        throw new Failure("workers: the same nodes gave different values on other threads.");
      }
    }
  } finally {
    await cellar.end();
  }
  const [two = [], one = [], main = []] = contenders.map((threads) => samples.get(threads));
  return {
    rows: [
      rowOf({ what: "workers: 8 computing nodes, two threads", unit: "ms", peer: "one thread", aim }, two, one),
      rowOf({ what: "workers: 8 computing nodes, one thread", unit: "ms", peer: "main thread" }, one, main),
    ],
    remarks: [
      `workers: without a cache; the values were equal. The machine has ${os.availableParallelism()} processors: with two, whatever else runs takes from the ratio.`,
    ],
  };
}

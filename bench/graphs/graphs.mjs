// What does each node cost beside Hamilton? Chains and wide dataflows, first computed, then all from the cache.
import { fileURLToPath } from "node:url";
import { Failure } from "../../scripts/process/failure.mjs";
import { startPeer } from "../process/peer.mjs";
import { privateFolder, removeFolder } from "../process/privateFolder.mjs";
import { tell } from "../report/progress.mjs";
import { rowOf } from "../report/row.mjs";
import { dataflowText } from "./dataflowText.mjs";

/** @typedef {import("./dataflowText.mjs").Shape} Shape */
/** @typedef {{ id: string, asked: string, input: number, folder: string, hits: number } | { id: string, text: string, asked: string }} Question */
/** @typedef {{ buildMs: number, executeMs: number, closeMs: number, value: number, hits: number, executions: number }} Timed */
/** @typedef {{ uncached: Timed[], first: Timed, same: Timed[], again: Timed[] }} Answer */
/** @typedef {import("../process/peer.mjs").Peer<Question, Answer>} Engine */

/** @type {readonly { shape: Shape, count: number, repetitions: number }[]} */
const dataflows = [
  { shape: "chain", count: 10, repetitions: 15 },
  { shape: "wide", count: 10, repetitions: 15 },
  { shape: "chain", count: 100, repetitions: 9 },
  { shape: "wide", count: 100, repetitions: 9 },
  { shape: "chain", count: 1000, repetitions: 5 },
  { shape: "wide", count: 1000, repetitions: 5 },
];

/** Runs without a cache, runs with the same driver after each first one, and runs with a new driver: so many of each. */
const hits = 3;

/** Before anything is timed, each engine does each dataflow this often, so that no figure is one of a process that just began. */
const usualWarmUps = { repetitions: 2, hits: 10 };
const quickWarmUps = { repetitions: 1, hits: 1 };

const firstAim = 10;
const hitAim = 20;

/**
 * @param {import("../options.mjs").Pythons & { readonly quick: boolean }} about
 * @returns {Promise<{ rows: import("../report/row.mjs").Row[], remarks: string[] }>}
 */
export async function timeGraphs({ python, quick }) {
  /** @type {Engine} */
  const cellar = startPeer("Cellar", process.execPath, [fileURLToPath(new URL("inCellar.mjs", import.meta.url))]);
  /** @type {Engine} */
  const hamilton = startPeer("Hamilton", python, [fileURLToPath(new URL("inHamilton.py", import.meta.url))]);
  try {
    const rows = [];
    for (const dataflow of dataflows) {
      rows.push(
        ...(await timeDataflow(
          { ...dataflow, ...(quick ? { repetitions: 1, warmUps: quickWarmUps } : { warmUps: usualWarmUps }) },
          cellar,
          hamilton,
        )),
      );
    }
    return {
      rows,
      remarks: [
        "graphs: each run was checked: all nodes executed the first time, none again, the values equal.",
        "graphs: same driver and all hits differ by the driver: the first has run before, the second is new.",
        quick
          ? "graphs: --quick: both engines did each dataflow once, and hit it once, before it was timed."
          : "graphs: both engines did each dataflow twice, and hit it twenty times, before it was timed.",
      ],
    };
  } finally {
    await Promise.all([cellar.end(), hamilton.end()]);
  }
}

/**
 * @param {{ shape: Shape, count: number, repetitions: number, warmUps: { repetitions: number, hits: number } }} dataflow
 * @param {Engine} cellar
 * @param {Engine} hamilton
 */
async function timeDataflow({ shape, count, repetitions, warmUps }, cellar, hamilton) {
  const id = `${shape}${count}`;
  const { typescript, python, asked } = dataflowText(shape, count);
  await cellar.ask({ id, text: typescript, asked });
  await hamilton.ask({ id, text: python, asked });
  /** @type {Answer[]} */
  const ours = [];
  /** @type {Answer[]} */
  const theirs = [];
  for (const engine of [cellar, hamilton]) {
    tell(`graphs: ${shape} ${count}, warming ${engine.name} up`);
    for (let at = 0; at < warmUps.repetitions; at++) {
      const folder = privateFolder();
      await engine.ask({ id, asked, input: -1, folder, hits: warmUps.hits });
      removeFolder(folder);
    }
  }
  for (let input = 0; input < repetitions; input++) {
    tell(`graphs: ${shape} ${count}, ${input + 1} of ${repetitions}`);
    /** @type {readonly (readonly [Engine, Answer[]])[]} */
    const turns = [
      [cellar, ours],
      [hamilton, theirs],
    ];
    // Who goes first alternates too: the second finds other caches of the machine warm.
    for (const [engine, answers] of input % 2 === 0 ? turns : turns.toReversed()) {
      const folder = privateFolder();
      const answer = await engine.ask({ id, asked, input, folder, hits });
      removeFolder(folder);
      check(engine.name, `${shape} ${count}`, answer, { count, value: expected(shape, count, input) });
      answers.push(answer);
    }
  }
  /** @type {(answers: readonly Answer[], pick: (timed: Timed) => number) => number[]} */
  const firsts = (answers, pick) => answers.map(({ first }) => (pick(first) * 1000) / count);
  /** @type {(answers: readonly Answer[], runs: "uncached" | "same") => number[]} */
  const executes = (answers, runs) =>
    answers.flatMap((each) => each[runs].map((timed) => (execute(timed) * 1000) / count));
  /** @type {(answers: readonly Answer[], pick: (timed: Timed) => number) => number[]} */
  const agains = (answers, pick) => answers.flatMap(({ again }) => again.map((timed) => (pick(timed) * 1000) / count));
  /** @type {(what: string) => import("../report/row.mjs").About} */
  const about = (what) => ({ what: `${shape} ${count}: ${what}`, unit: "µs/node", peer: "Hamilton" });
  const execute = (/** @type {Timed} */ timed) => timed.executeMs;
  const build = (/** @type {Timed} */ timed) => timed.buildMs + timed.executeMs;
  const whole = (/** @type {Timed} */ timed) => timed.buildMs + timed.executeMs + timed.closeMs;
  // What a run costs apart from its nodes is most of what a small graph costs.
  const aimed = (/** @type {string} */ what, /** @type {number} */ aim) =>
    count < 100 ? about(what) : { ...about(what), aim };
  const first = aimed("first cached, execute", firstAim);
  const hit = aimed("all hits, execute", hitAim);
  const hitBuild = aimed("all hits, build + execute", hitAim);
  return [
    rowOf(about("no cache, execute"), executes(ours, "uncached"), executes(theirs, "uncached")),
    rowOf(first, firsts(ours, execute), firsts(theirs, execute)),
    rowOf(about("first cached, build + execute + close"), firsts(ours, whole), firsts(theirs, whole)),
    rowOf(about("same driver again, execute"), executes(ours, "same"), executes(theirs, "same")),
    rowOf(hit, agains(ours, execute), agains(theirs, execute)),
    rowOf(hitBuild, agains(ours, build), agains(theirs, build)),
  ];
}

/**
 * A figure counts only if the run did what it is said to have done.
 *
 * @param {string} engine
 * @param {string} dataflow
 * @param {Answer} answer
 * @param {{ count: number, value: number }} wanted
 */
export function check(engine, dataflow, { uncached, first, same, again }, { count, value }) {
  const wrong = [...uncached, first, ...same, ...again].find((timed) => timed.value !== value);
  if (wrong) throw new Failure(`${engine}, ${dataflow}: gave ${wrong.value} instead of ${value}.`);
  if (first.executions !== count) {
    throw new Failure(`${engine}, ${dataflow}: ${first.executions} of ${count} nodes executed in the first run.`);
  }
  const executed = [...same, ...again].find((timed) => timed.executions !== 0 || timed.hits !== count);
  if (executed) {
    throw new Failure(
      `${engine}, ${dataflow}: not all hits: ${executed.hits} hits and ${executed.executions} executions of ${count} nodes.`,
    );
  }
}

/**
 * @param {Shape} shape
 * @param {number} count
 * @param {number} input
 * @returns {number} What the last node must give.
 */
export function expected(shape, count, input) {
  const middle = count - 2;
  return shape === "chain" ? input + count - 1 : middle * input + (middle * (middle - 1)) / 2;
}

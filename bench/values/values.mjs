// What does a large value cost? Its version, its way to the disk and back, beside Hamilton, the native hash and the bare disk.
import { fileURLToPath } from "node:url";
import { startPeer } from "../process/peer.mjs";
import { privateFolder, removeFolder } from "../process/privateFolder.mjs";
import { tell } from "../report/progress.mjs";
import { rowOf } from "../report/row.mjs";
import { compared } from "./kinds.mjs";

/** @typedef {import("./kinds.mjs").Compared} Compared */
/** @typedef {{ kind: import("./kinds.mjs").Kind, theirs: Compared["theirs"], seed: number, folder: string }} Question */
/** @typedef {{ versionMs: number, encodeMs: number, putMs: number, loadMs: number, hashMs: number, writeMs: number, readMs: number }} InCellar */
/** @typedef {{ versionMs: number, storeMs: number, loadMs: number }} InHamilton */
/** @typedef {import("../process/peer.mjs").Peer<Question, InCellar>} Cellar */
/** @typedef {import("../process/peer.mjs").Peer<Question, InHamilton>} Hamilton */

/**
 * @param {import("../options.mjs").Pythons & { readonly quick: boolean }} about
 * @returns {Promise<{ rows: import("../report/row.mjs").Row[], remarks: string[] }>}
 */
export async function timeValues({ python, quick }) {
  /** @type {Cellar} */
  const cellar = startPeer("Cellar", process.execPath, ["--expose-gc", inHere("inCellar.mjs")]);
  /** @type {Hamilton} */
  const hamilton = startPeer("Hamilton", python, [inHere("inHamilton.py")]);
  try {
    const rows = [];
    for (const each of compared)
      rows.push(...(await timeValue(quick ? { ...each, repetitions: 1 } : each, cellar, hamilton)));
    return { rows, remarks };
  } finally {
    await Promise.all([cellar.end(), hamilton.end()]);
  }
}

const remarks = [
  "values: each is made anew from a seed in each process, garbage is collected before each step; all files stay in the page cache.",
  "values: version is versionOf beside fingerprinting.hash_value; the native hash is sha-256 of the stored bytes by node:crypto.",
  "values: put is the writing of bytes that are made already, beside writeFileSync of the same bytes; version and store is the walk that makes both, and put.",
  "values: load fetches, checks the digest and decodes; Hamilton's unpickles without a check; the raw read is readFileSync of the same bytes.",
  "values: what was loaded had the version that was stored.",
];

/**
 * @param {Compared} about
 * @param {Cellar} cellar
 * @param {Hamilton} hamilton
 */
async function timeValue({ kind, theirs, repetitions, ...about }, cellar, hamilton) {
  /** @type {InCellar[]} */
  const ours = [];
  /** @type {InHamilton[]} */
  const others = [];
  // One more than counts: nothing is timed while a process does it for the first time.
  for (let seed = 0; seed <= repetitions; seed++) {
    tell(`values: ${about.what}, ${seed === 0 ? "warming up" : `${seed} of ${repetitions}`}`);
    // Hamilton takes no less the second time than the first: a repetition of many seconds would tell nothing.
    const turns = seed === 0 ? [cellar] : seed % 2 === 0 ? [cellar, hamilton] : [hamilton, cellar];
    for (const engine of turns) {
      const folder = privateFolder();
      const question = { kind, theirs, seed, folder };
      if (engine === hamilton) others.push(await hamilton.ask(question));
      else {
        const answer = await cellar.ask(question);
        if (seed > 0) ours.push(answer);
      }
      removeFolder(folder);
    }
  }
  return rowsOf(about, ours, others);
}

/**
 * @param {Pick<Compared, "what" | "peer" | "versionAim" | "hashAim" | "diskAim">} about
 * @param {readonly InCellar[]} ours
 * @param {readonly InHamilton[]} others
 */
function rowsOf({ what, peer, versionAim, hashAim, diskAim }, ours, others) {
  /** @type {(step: string, peer: string, aim?: number) => import("../report/row.mjs").About} */
  const about = (step, of, aim) => ({
    what: `${what}: ${step}`,
    unit: "ms",
    peer: of,
    ...(aim === undefined ? {} : { aim }),
  });
  const hamilton = `Hamilton, ${peer}`;
  const mine = (/** @type {(each: InCellar) => number} */ pick) => ours.map(pick);
  const its = (/** @type {(each: InHamilton) => number} */ pick) => others.map(pick);
  const version = mine((each) => each.versionMs);
  const load = mine((each) => each.loadMs);
  const stored = mine((each) => each.encodeMs + each.putMs);
  return [
    rowOf(
      about("version", hamilton, versionAim),
      version,
      its((each) => each.versionMs),
    ),
    rowOf(
      about("version", "native hash", hashAim),
      version,
      mine((each) => each.hashMs),
    ),
    rowOf(
      about("version and store", hamilton),
      stored,
      its((each) => each.versionMs + each.storeMs),
    ),
    rowOf(
      about("version and store", "native hash, raw write"),
      stored,
      mine((each) => each.hashMs + each.writeMs),
    ),
    rowOf(
      about("put", "raw write", diskAim),
      mine((each) => each.putMs),
      mine((each) => each.writeMs),
    ),
    rowOf(
      about("load", hamilton),
      load,
      its((each) => each.loadMs),
    ),
    rowOf(
      about("load", "raw read", diskAim),
      load,
      mine((each) => each.readMs),
    ),
    rowOf(
      about("load", "native hash, raw read"),
      load,
      mine((each) => each.hashMs + each.readMs),
    ),
  ];
}

/** @param {string} name */
function inHere(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

// How long does a whole process take that only hits? From its start to its end, beside Hamilton.
import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { explainFailure, Failure } from "../../scripts/process/failure.mjs";
import { startChild } from "../process/children.mjs";
import { privateFolder, removeFolder } from "../process/privateFolder.mjs";
import { tell } from "../report/progress.mjs";
import { rowOf } from "../report/row.mjs";

/** @typedef {{ name: string, command: string, args: readonly string[], samples: number[] }} Program */
/** @typedef {{ hits: number, executions: number, rows: number[], packages: string[] }} Checked */

const repetitions = 15;

/** At most half of Hamilton's time. */
const aim = 2;

/** Sending usage home is no part of the work, keeping the compiled script is. */
const env = { ...process.env, HAMILTON_TELEMETRY_ENABLED: "false", PYTHONDONTWRITEBYTECODE: "" };

/**
 * @param {import("../options.mjs").Pythons} pythons
 * @returns {Promise<{ rows: import("../report/row.mjs").Row[], remarks: string[] }>}
 */
export async function timeCold({ python }) {
  const folders = { cellar: privateFolder(), hamilton: privateFolder(), scripts: privateFolder() };
  /** @type {(name: string, command: string, args: readonly string[]) => Program} */
  const program = (name, command, args) => ({ name, command, args, samples: [] });
  const bareNode = program("node -e 0", process.execPath, ["-e", "0"]);
  const barePython = program("python -c pass", python, ["-c", "pass"]);
  const cellar = program("Cellar", process.execPath, [inHere("inCellar.mjs"), folders.cellar]);
  const hamilton = program("Hamilton", python, [copyHamilton(folders.scripts), folders.hamilton]);

  for (const engine of [cellar, hamilton]) await runOnce({ ...engine, args: [...engine.args, "--check"] });
  const checked = { cellar: await checkHits(cellar), hamilton: await checkHits(hamilton) };
  const programs = [bareNode, barePython, cellar, hamilton];
  for (let at = 0; at < repetitions; at++) {
    if (at % 5 === 0) tell(`cold: ${at + 1} of ${repetitions}`);
    for (const each of at % 2 === 0 ? programs : programs.toReversed()) each.samples.push((await runOnce(each)).ms);
  }
  for (const folder of Object.values(folders)) removeFolder(folder);

  const rows = [
    rowOf(
      { what: "cold start: bare `node -e 0`", unit: "ms", peer: "`python -c pass`" },
      bareNode.samples,
      barePython.samples,
    ),
    rowOf(
      { what: "cold start: process with an all-hit run", unit: "ms", peer: "Hamilton", aim },
      cellar.samples,
      hamilton.samples,
    ),
  ];
  return { rows, remarks: remarksOn(checked.cellar, checked.hamilton) };
}

/**
 * Python keeps what it compiles beside the sources: not in the project.
 *
 * @param {string} folder
 * @returns {string} The script to start.
 */
function copyHamilton(folder) {
  for (const name of ["inHamilton.py", "tutorial.py"]) fs.copyFileSync(inHere(name), path.join(folder, name));
  return path.join(folder, "inHamilton.py");
}

/**
 * @param {Program} engine
 * @returns {Promise<Checked>}
 */
async function checkHits(engine) {
  const { output } = await runOnce({ ...engine, args: [...engine.args, "--check"] });
  /** @type {Checked} */
  const checked = JSON.parse(output);
  if (checked.hits === 3 && checked.executions === 0 && checked.rows.join() === "5,2") return checked;
  throw new Failure(`${engine.name}, tutorial: not the expected all-hit run: ${output.trim()}`);
}

/**
 * @param {Checked} cellar
 * @param {Checked} hamilton
 * @returns {string[]}
 */
function remarksOn(cellar, hamilton) {
  const { packages } = cellar;
  return [
    `cold: all hits on both sides; Cellar's process loaded ${packages.join(", ")}, Hamilton's ${hamilton.packages.join(", ")}.`,
    packages.includes("typescript")
      ? "cold: Cellar LOADED TypeScript although nothing had changed."
      : "cold: Cellar did not load TypeScript, as nothing had changed.",
  ];
}

/**
 * @param {Pick<Program, "name" | "command" | "args">} program
 * @returns {Promise<{ ms: number, output: string }>} From the start to the end of the process.
 */
function runOnce({ name, command, args }) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    let ms = 0;
    let output = "";
    let said = "";
    const child = startChild(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    child.once("error", (error) => reject(explainFailure(`Starting ${name}`, error.message)));
    child.once("exit", () => {
      ms = performance.now() - begin;
    });
    child.once("close", (code) => {
      if (code === 0) resolve({ ms, output });
      else reject(explainFailure(`${name} (code ${code})`, said));
    });
  });
}

/**
 * @param {string} name
 * @returns {string}
 */
function inHere(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

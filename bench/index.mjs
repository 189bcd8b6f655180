// How fast is Cellar beside its peers? Runs the parts that were asked for and prints a table of ratios.
import fs from "node:fs";
import os from "node:os";
import { tellFailure } from "../scripts/process/failure.mjs";
import { timeCold } from "./cold/cold.mjs";
import { timeDeep } from "./graphs/deep.mjs";
import { timeGraphs } from "./graphs/graphs.mjs";
import { timeKernel } from "./kernel/kernel.mjs";
import { readOptions, readPythons } from "./options.mjs";
import { endChildren } from "./process/children.mjs";
import { removeFolders } from "./process/privateFolder.mjs";
import { describeMachine, machine } from "./report/machine.mjs";
import { printTable } from "./report/table.mjs";
import { timeValues } from "./values/values.mjs";
import { timeWorkers } from "./workers/workers.mjs";

/** @typedef {import("./report/row.mjs").Row} Row */

const parts = {
  graphs: timeGraphs,
  deep: timeDeep,
  values: timeValues,
  workers: timeWorkers,
  cold: timeCold,
  kernel: timeKernel,
};

let isInterrupted = false;

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, async () => {
    isInterrupted = true;
    await endChildren();
    removeFolders();
    process.exit(128 + os.constants.signals[signal]);
  });
}

try {
  const options = readOptions(process.argv.slice(2));
  const pythons = readPythons();
  const about = machine(pythons.python);
  /** @type {Row[]} */
  const rows = [];
  /** @type {string[]} */
  const remarks = [];
  for (const part of options.parts) {
    const timed = await parts[part]({ ...pythons, quick: options.quick });
    rows.push(...timed.rows);
    remarks.push(...timed.remarks);
  }
  console.log(describeMachine(about));
  printTable(rows);
  for (const remark of remarks) console.log(remark);
  if (options.json !== undefined) {
    fs.writeFileSync(options.json, `${JSON.stringify({ v: 1, machine: about, rows, remarks }, null, 2)}\n`);
    console.error(`bench: wrote ${options.json}`);
  }
} catch (error) {
  // What fails because its child was ended is no news.
  if (!isInterrupted) console.error(`\n${tellFailure(error)}`);
  process.exitCode = 1;
} finally {
  await endChildren();
  removeFolders();
}

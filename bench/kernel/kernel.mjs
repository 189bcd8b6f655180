// How soon does the kernel answer? Its start and small cells, beside plain tslab and ipykernel.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { explainFailure, Failure } from "../../scripts/process/failure.mjs";
import { startChild } from "../process/children.mjs";
import { privateFolder, removeFolder } from "../process/privateFolder.mjs";
import { rowOf } from "../report/row.mjs";
import { plainTslab } from "./plainTslab.mjs";

/** @typedef {Record<string, Record<string, number[]>>} Samples By kernel and measure, in milliseconds. */

const starts = 7;
const rounds = 60;

const measures = {
  info: "kernel: start to kernel_info_reply",
  first: "kernel: start to first cell done",
  empty: "kernel: an empty cell",
  sum: "kernel: `1+1`",
  declare: "kernel: `const x = 17`",
};

/**
 * @param {import("../options.mjs").Pythons} pythons
 * @returns {Promise<{ rows: import("../report/row.mjs").Row[], remarks: string[] }>}
 */
export async function timeKernel({ jupyter }) {
  const folder = privateFolder();
  const data = path.join(folder, "share", "jupyter");
  const remarks = [];
  await installCellar(folder);
  const tslab = await plainTslab();
  if ("program" in tslab) writeTslabSpec(data, tslab.program);
  else remarks.push(`kernel: ${tslab.why}`);

  const kernels = { cellar: "typescript", ...("program" in tslab ? { tslab: "typescript" } : {}), python3: "python" };
  const samples = await drive(jupyter, folder, { kernels, starts, rounds });
  removeFolder(folder);
  const rows = Object.entries(measures).flatMap(([measure, what]) =>
    Object.entries({ tslab: "tslab", python3: "ipykernel" }).map(([kernel, peer]) =>
      rowOf({ what, unit: "ms", peer }, samples.cellar?.[measure] ?? [], samples[kernel]?.[measure] ?? []),
    ),
  );
  return { rows, remarks };
}

/**
 * The spec as a user gets it.
 *
 * @param {string} prefix
 */
async function installCellar(prefix) {
  const install = fileURLToPath(new URL("../../kernel-ext/lib/install.js", import.meta.url));
  const { code, output } = await run(process.execPath, [install, "--prefix", prefix], process.env);
  if (code !== 0) throw explainFailure("Installing the kernelspec", output);
}

/**
 * @param {string} data
 * @param {string} program
 */
function writeTslabSpec(data, program) {
  const folder = path.join(data, "kernels", "tslab");
  const argv = [process.execPath, program, "kernel", "--config-path={connection_file}"];
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, "kernel.json"),
    JSON.stringify({ argv, display_name: "tslab", language: "typescript" }),
  );
}

/**
 * @param {string} python
 * @param {string} folder
 * @param {{ kernels: Record<string, string>, starts: number, rounds: number }} task
 * @returns {Promise<Samples>}
 */
async function drive(python, folder, task) {
  const place = (/** @type {string} */ name) => path.join(folder, name);
  const env = {
    ...process.env,
    JUPYTER_PATH: place(path.join("share", "jupyter")),
    JUPYTER_DATA_DIR: place("data"),
    JUPYTER_CONFIG_DIR: place("config"),
    JUPYTER_RUNTIME_DIR: place("runtime"),
    IPYTHONDIR: place("ipython"),
  };
  const script = fileURLToPath(new URL("drive.py", import.meta.url));
  const { code, output } = await run(python, [script, JSON.stringify(task), folder], env);
  if (code !== 0) {
    throw new Failure(
      `Timing the kernels failed (code ${code}); what stands above tells why.`,
      "If a program is missing or broken: npm run setup -- --force, and for the peers remove bench/.peers.",
    );
  }
  return JSON.parse(output);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number | null, output: string }>} What it wrote on stdout; its stderr is the user's.
 */
function run(command, args, env) {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = startChild(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.once("error", (error) => reject(explainFailure(`Starting ${command}`, error.message)));
    child.once("close", (code) => resolve({ code, output }));
  });
}

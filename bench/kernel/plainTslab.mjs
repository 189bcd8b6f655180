// Where is plain tslab, with its own TypeScript? In a folder of its own: the project's has stock TypeScript in that place.
import fs from "node:fs";
import path from "node:path";
import { explainFailure } from "../../scripts/process/failure.mjs";
import { peersFolder } from "../options.mjs";
import { startChild } from "../process/children.mjs";
import { tell } from "../report/progress.mjs";

/** Pinned, so that ratios compare from run to run. */
const wanted = { tslab: "1.0.22", "@tslab/typescript-for-tslab": "5.0.4", zeromq: "6.8.0" };

const folder = path.join(peersFolder, "tslab");
const program = path.join(folder, "node_modules", "tslab", "bin", "tslab");

/** @returns {Promise<{ program: string } | { why: string }>} Its executable, or why there is none. */
export async function plainTslab() {
  if (isInstalled()) return { program };
  tell(`kernel: installing tslab ${wanted.tslab}`);
  // What an interruption left looks installed to npm, which would not run its scripts any more.
  fs.rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const about = { name: "plain-tslab", private: true, dependencies: wanted };
  fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
  const { code, output } = await npmInstall();
  if (code === 0 && isInstalled()) return { program };
  const { message, remedy } = explainFailure(`Installing plain tslab ${wanted.tslab}`, output);
  return { why: `${message} ${remedy.replaceAll("\n", " ") || firstError(output)} Its rows are not timed.` };
}

function isInstalled() {
  // npm writes this file last: after an interruption it is missing, or tells of the versions before.
  const installed = path.join(folder, "node_modules", ".package-lock.json");
  if (!fs.existsSync(installed) || !fs.existsSync(program)) return false;
  const { packages } = JSON.parse(fs.readFileSync(installed, "utf8"));
  return Object.entries(wanted).every(([name, version]) => packages[`node_modules/${name}`]?.version === version);
}

/** @returns {Promise<{ code: number | null, output: string }>} */
function npmInstall() {
  // Inside `npm run` npm tells which file it is; Windows has no `npm` that can be started without a shell.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const flags = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--workspaces=false", "--loglevel=error"];
  return new Promise((resolve) => {
    let output = "";
    const child = startChild(command, [...first, ...flags], {
      cwd: folder,
      env: ownEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = (/** @type {Buffer} */ bytes) => {
      output += bytes;
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** @returns {NodeJS.ProcessEnv} Without what an outer `npm run` says of the project. */
function ownEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|config_local_prefix)/.test(name)),
  );
}

/**
 * @param {string} output
 * @returns {string} npm tells the cause first, then where its log lies.
 */
function firstError(output) {
  const lines = output.trim().split("\n");
  return lines.find((line) => /^npm (error|ERR!)/.test(line)) ?? lines.at(-1) ?? "";
}

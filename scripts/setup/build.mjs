// Are the engine, the kernel and the Lab extension built from the present sources?
import fs from "node:fs";
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { explainFailure } from "../process/failure.mjs";
import { bundleEngine, entries } from "./bundle.mjs";
import { digestInputs } from "./digest.mjs";
import { project } from "./project.mjs";

const everywhere = ["package-lock.json", "tsconfig.base.json"];
const tsc = path.join(project.modules, "typescript", "bin", "tsc");

const engineProjects = {
  "src/protocol": "lib/protocol/tsconfig.tsbuildinfo",
  "src/view": "lib/view/tsconfig.tsbuildinfo",
  src: "lib/tsconfig.tsbuildinfo",
};

const kernelProjects = { "kernel-ext": "kernel-ext/tsconfig.tsbuildinfo" };

/** What `tsc` compiles, in the order of their dependencies. */
export const compiledFolders = [...Object.keys(engineProjects), ...Object.keys(kernelProjects)];

/** @type {import("./step.mjs").Step} */
export const engine = {
  name: "engine",
  stamp: stampOf("engine"),
  makes: entries.flatMap((name) => [inRoot("lib", `${name}.js`), inRoot("dist", `${name}.js`)]),
  digest: () => digestInputs({ root: project.root, paths: [...everywhere, "src"] }),
  async run() {
    await compile(engineProjects, engine.makes);
    await bundleEngine();
  },
};

/** @type {import("./step.mjs").Step} */
export const kernel = {
  name: "kernel",
  stamp: stampOf("kernel"),
  makes: [inRoot("kernel-ext", "lib", "main.js"), inRoot("kernel-ext", "lib", "install.js")],
  digest: () => digestInputs({ root: project.root, paths: [...everywhere, "src", "kernel-ext"] }),
  run: () => compile(kernelProjects, kernel.makes),
};

/** @type {import("./step.mjs").Step} */
export const labExtension = {
  name: "lab extension",
  stamp: stampOf("labextension"),
  makes: [inRoot("labextension", "dist", "labextension", "package.json")],
  digest: () =>
    digestInputs({ root: project.root, paths: [...everywhere, "src/protocol", "src/view", "labextension"] }),
  async run(note) {
    const script = inRoot("labextension", "scripts", "build.mjs");
    const ended = await runChild(process.execPath, [script], { cwd: inRoot("labextension"), onLine: note });
    if (ended.code !== 0) throw explainFailure("Building the Lab extension", ended.output);
  },
};

/**
 * Compiles TypeScript projects one after the other. Not with `tsc -b`: that goes by the times of files, which lie after a copy
 * or an unpacked archive, while `tsc -p` compares contents.
 *
 * @param {Record<string, string>} projects Folders with a tsconfig.json, and where tsc notes what it has compiled there.
 * @param {readonly string[]} makes What must exist afterwards.
 */
async function compile(projects, makes) {
  // tsc trusts its notes and does not see that somebody removed an output.
  const isWhole = makes.every((made) => fs.existsSync(made));
  for (const [folder, notes] of Object.entries(projects)) {
    if (!isWhole) fs.rmSync(inRoot(notes), { force: true });
    const ended = await runChild(process.execPath, [tsc, "-p", folder], { cwd: project.root });
    if (ended.code !== 0) throw explainFailure(`Compiling ${folder} with TypeScript`, ended.output);
  }
}

/**
 * @param {string} name
 * @returns {string}
 */
function stampOf(name) {
  return path.join(project.modules, ".cellar-setup", name);
}

/**
 * @param {...string} parts
 * @returns {string}
 */
function inRoot(...parts) {
  return path.join(project.root, ...parts);
}

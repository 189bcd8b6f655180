// Is everything there that the project needs to run? Its steps in order, one setup at a time.
import fs from "node:fs";
import path from "node:path";
import { engine, kernel, labExtension } from "./build.mjs";
import { jupyterSettings } from "./jupyterSettings.mjs";
import { kernelspec } from "./kernelspec.mjs";
import { withLock } from "./lock.mjs";
import { checkNodeVersion } from "./nodeVersion.mjs";
import { packages } from "./packages.mjs";
import { project } from "./project.mjs";
import { doStep, isDone } from "./step.mjs";
import { venv } from "./venv.mjs";

/** What a build needs. */
export const buildSteps = [packages, engine, kernel, labExtension];

/** What a session in JupyterLab needs. */
export const allSteps = [...buildSteps, venv, kernelspec, jupyterSettings];

/**
 * Does what is not done yet, and says so; does nothing within a moment if all is done.
 *
 * @param {readonly import("./step.mjs").Step[]} [steps] In their order.
 * @param {{ force?: boolean }} [options] `force` does all of them again.
 * @throws {import("../process/failure.mjs").Failure} With a remedy.
 */
export async function setup(steps = allSteps, { force = false } = {}) {
  const begin = performance.now();
  const { engines } = JSON.parse(fs.readFileSync(path.join(project.root, "package.json"), "utf8"));
  checkNodeVersion(process.versions.node, engines.node);
  if (!force && steps.every(isDone)) {
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`setup: unchanged (${steps.map((step) => step.name).join(", ")}; ${seconds} s)`);
    return;
  }
  await withLock(
    project.setupLock,
    async () => {
      for (const step of steps) await doStep(step, { force });
    },
    (pid) => console.log(`setup: waiting for another setup (process ${pid}) to end …`),
  );
}

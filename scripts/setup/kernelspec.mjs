// Does the private JupyterLab know the kernel? Its spec, with this Node and this folder, installed into `.venv`.
import path from "node:path";
import { runChild } from "../process/child.mjs";
import { explainFailure } from "../process/failure.mjs";
import { digestInputs } from "./digest.mjs";
import { project } from "./project.mjs";

/** @type {import("./step.mjs").Step} */
export const kernelspec = {
  name: "kernelspec",
  stamp: path.join(project.venv, ".cellar-setup", "kernelspec"),
  makes: [path.join(project.venv, "share", "jupyter", "kernels", "cellar", "kernel.json")],
  digest: () =>
    digestInputs({
      root: project.root,
      paths: [
        "kernel-ext/src/install.ts",
        "kernel-ext/src/kernelspec",
        "kernel-ext/kernelspec",
        "kernel-ext/package.json",
      ],
      facts: [project.root, process.execPath],
    }),
  async run() {
    const install = path.join(project.root, "kernel-ext", "lib", "install.js");
    const ended = await runChild(process.execPath, [install, "--prefix", project.venv], { cwd: project.root });
    if (ended.code !== 0) throw explainFailure("Installing the kernelspec", ended.output);
  },
};

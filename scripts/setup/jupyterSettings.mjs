// Does the private JupyterLab load our extension and start calmly? A link to what the build made, and a few settings.
import fs from "node:fs";
import path from "node:path";
import { digestInputs } from "./digest.mjs";
import { project } from "./project.mjs";

const built = path.join(project.root, "labextension", "dist", "labextension");
const shared = path.join(project.venv, "share", "jupyter");
const link = path.join(shared, "labextensions", "jupyterlab-cellar");
const packageJson = path.join(project.venv, "package.json");
const overrides = path.join(shared, "lab", "settings", "overrides.json");

/** This JupyterLab is pinned and private: neither news nor updates concern its user, and the question covers the lesson. */
const settings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
};

/** @type {import("./step.mjs").Step} */
export const jupyterSettings = {
  name: "JupyterLab's settings",
  stamp: path.join(project.venv, ".cellar-setup", "labextension"),
  // The file behind the link: a link into nowhere does not count.
  makes: [path.join(link, "package.json"), overrides, packageJson],
  digest: () => digestInputs({ root: project.root, facts: [project.root, JSON.stringify(settings)] }),
  async run() {
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.rmSync(link, { recursive: true, force: true });
    // A junction needs no rights on Windows; elsewhere the kind is ignored.
    fs.symlinkSync(built, link, "junction");
    fs.mkdirSync(path.dirname(overrides), { recursive: true });
    fs.writeFileSync(overrides, `${JSON.stringify(settings, null, 2)}\n`);
    // The scripts that JupyterLab brings for Node are CommonJS, and would fail under our package.json, which says otherwise.
    fs.writeFileSync(packageJson, `${JSON.stringify({ private: true, type: "commonjs" })}\n`);
  },
};

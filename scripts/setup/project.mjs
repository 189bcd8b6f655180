// Where are the project's parts? Every path that the scripts use.
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");
const venv = path.join(root, ".venv");

export const project = {
  root,
  venv,
  modules: path.join(root, "node_modules"),
  lockfile: path.join(root, "package-lock.json"),
  requirements: path.join(root, "scripts", "requirements.txt"),
  notebooks: path.join(root, "notebooks"),
  firstLesson: path.join(root, "notebooks", "01-caching.ipynb"),
  setupLock: path.join(root, ".venv.lock", "owner"),
};

/**
 * @param {string} venvFolder
 * @returns {string} The Python of a virtual environment.
 */
export function venvPython(venvFolder = venv) {
  return process.platform === "win32"
    ? path.join(venvFolder, "Scripts", "python.exe")
    : path.join(venvFolder, "bin", "python");
}

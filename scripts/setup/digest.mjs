// Are these inputs the same as last time? A digest of files, folders and facts.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Folders that are made from sources, never sources themselves. */
const made = new Set(["node_modules", "lib", "dist", ".git", ".ipynb_checkpoints"]);

/**
 * @param {object} inputs
 * @param {string} inputs.root Paths are digested relative to it, so that a moved project stays the same.
 * @param {readonly string[]} [inputs.paths] Files, and folders with all below them; a missing one counts as missing.
 * @param {readonly (string | undefined)[]} [inputs.facts] Anything else that matters, such as a version.
 * @returns {string} 64 hex digits.
 */
export function digestInputs({ root, paths = [], facts = [] }) {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(["setup/1", facts]));
  for (const file of paths.flatMap((entry) => listFiles(path.resolve(root, entry)))) {
    hash.update(JSON.stringify([path.relative(root, file).split(path.sep).join("/")]));
    hash.update(createHash("sha256").update(readOrMissing(file)).digest());
  }
  return hash.digest("hex");
}

/**
 * @param {string} entry
 * @returns {string[]}
 */
function listFiles(entry) {
  if (!fs.statSync(entry, { throwIfNoEntry: false })?.isDirectory()) return [entry];
  const names = fs.readdirSync(entry).filter((name) => !made.has(name) && !name.endsWith(".tsbuildinfo"));
  return names.sort().flatMap((name) => listFiles(path.join(entry, name)));
}

/**
 * @param {string} file
 * @returns {Uint8Array | string}
 */
function readOrMissing(file) {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return "missing";
    throw error;
  }
}

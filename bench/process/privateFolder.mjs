// Where may a repetition write? In a new folder of its own, which is gone at the end.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** @type {Set<string>} */
const made = new Set();

/** @returns {string} A new empty folder. */
export function privateFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-bench-"));
  made.add(folder);
  return folder;
}

/** @param {string} folder */
export function removeFolder(folder) {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  made.delete(folder);
}

/** Removes whatever is left. */
export function removeFolders() {
  for (const folder of made) removeFolder(folder);
}

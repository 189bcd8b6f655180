// Was a step done with these inputs? A small file, written last, beside what the step made: both vanish together.
import fs from "node:fs";
import path from "node:path";

/**
 * @param {string} file
 * @returns {string | undefined} The digest of the inputs that the step was last done with.
 */
export function readStamp(file) {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {string} digest
 */
export function writeStamp(file, digest) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, `${digest}\n`);
  fs.renameSync(temporary, file);
}

/** @param {string} file */
export function removeStamp(file) {
  fs.rmSync(file, { force: true });
}

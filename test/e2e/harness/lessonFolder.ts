// Where do the lessons run in a test? In a copy of their folder, with the project's packages beside it.
import fs from "node:fs";
import path from "node:path";

const PROJECT = path.resolve(import.meta.dirname, "../../..");

/** Copies the lessons, without any cache, so that a test begins as a reader does. */
export function copyLessons(to: string): void {
  fs.mkdirSync(to, { recursive: true });
  const isOurs = (file: string) => ![".cellar", ".ipynb_checkpoints", "inbox", "outbox"].includes(path.basename(file));
  fs.cpSync(path.join(PROJECT, "notebooks"), to, { recursive: true, filter: isOurs });
  fs.symlinkSync(path.join(PROJECT, "node_modules"), path.join(to, "node_modules"), "dir");
}

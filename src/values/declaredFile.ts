// How does a user name a file that a node reads? By a small value that bears its path; its content counts, not its time.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import { cellarError } from "../errors.ts";

/** One for all copies of the engine in a process. */
const FILE = Symbol.for("cellar.declared.file");

/** A file as a node's function gets it. It cannot be changed; `String(data)` is its path. */
export interface DeclaredFile {
  /** Absolute, for whatever reads it: `readFileSync(data.path)`, `pl.readCSV(data.path)`. */
  readonly path: string;
  /** As it was written, `/`-separated; this is what counts beside the content. */
  readonly written: string;
  toString(): string;
}

/**
 * Declares a file, so that a node that reads it executes when its content changes.
 *
 * It may stand for an input, a config value or an override (`{ inputs: { data: file("data.csv") } }`), as the default of a
 * parameter (`(data = file("data.csv")) => …`), and in `inject()` and `parameterize()`; always for the whole value, not inside
 * a list or an object. The function gets the same small value and reads the file by `data.path`.
 *
 * In the cache key: the path as written and the sha-256 of the content. Size and times only spare reading the file again; they
 * are not trusted where the file changed within 2 s of being read. What is written or touched while the run reads it is not stored.
 * A symbolic link counts by the content that it leads to.
 *
 * @param where a path, from the working directory unless absolute, or a `file:` URL
 * @returns a frozen value; the file need not exist yet
 * @throws CellarError `bad-option` for what is no path; a run throws `missing-input` for what is no readable file
 * @see the "racy git" rule of Git's index, for the times
 */
export function file(where: string | URL): DeclaredFile {
  if (where instanceof URL && where.protocol !== "file:")
    throw cellarError("bad-option", `file() takes a path or a file: URL, not \`${where.href}\`.`);
  const given: unknown = where instanceof URL ? fileURLToPath(where) : where;
  if (typeof given !== "string" || given === "" || given.includes("\0")) {
    const told = typeof given === "string" ? JSON.stringify(given) : given === null ? "null" : typeof given;
    throw cellarError("bad-option", `file() takes a path, e.g. file("data.csv"), not ${told}.`);
  }
  const written = path.normalize(given).split(path.sep).join("/");
  const absolute = path.resolve(given);
  const declared = { path: absolute, written };
  Object.defineProperties(declared, {
    [FILE]: { value: true },
    toString: { value: () => absolute },
    [Symbol.for("nodejs.util.inspect.custom")]: { value: () => `file(${JSON.stringify(written)})` },
  });
  return Object.freeze(declared);
}

/** Did `file` make it? */
export function isDeclaredFile(value: unknown): value is DeclaredFile {
  // A proxy would be asked, and its code is the user's.
  return typeof value === "object" && value !== null && !types.isProxy(value) && FILE in value;
}

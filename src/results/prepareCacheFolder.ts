// How does the folder of a cache come into being, private and out of the way of git and backups?
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cellarError } from "../errors.ts";

/** What a cache's folder may hold; anything else is the user's. */
const OURS = /^(\.gitignore|CACHEDIR\.TAG|metadata\.db.*|results)$/;

/** The tag by which backup programs know a cache: the first line is given by its specification, bford.info/cachedir. */
const TAG = `Signature: 8a477f597d28d172789f06886806bc55
# This folder is a cache made by Cellar. It can be deleted at any time: what is needed is computed again.
# About this tag: https://bford.info/cachedir/
`;

/**
 * Makes the folder of a cache if it is missing, readable by its user only, with a `.gitignore` and a `CACHEDIR.TAG`.
 * A folder that holds other things as well gets neither: git would lose sight of them.
 *
 * @throws `store` if it cannot be made
 */
export function prepareCacheFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!readdirSync(path).every((name) => OURS.test(name))) return;
    writeOnce(join(path, ".gitignore"), "*\n");
    writeOnce(join(path, "CACHEDIR.TAG"), TAG);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw cellarError(
      "store",
      `The folder of the cache could not be made: ${message}. Choose another: withCache({ path }).`,
      { cause },
    );
  }
}

function writeOnce(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

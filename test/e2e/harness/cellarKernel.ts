// Which kernel do the lessons ask for? The one that this checkout installs, in a place of the test's own.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const PROJECT = path.resolve(import.meta.dirname, "../../..");

/** Installs the kernel spec under a prefix; gives the folder for `JUPYTER_PATH`. */
export function installCellarKernel(prefix: string): string {
  const install = path.join(PROJECT, "kernel-ext/lib/install.js");
  if (!fs.existsSync(install)) throw new Error("The kernel is not built: run `npm run build` first.");
  execFileSync(process.execPath, [install, "--prefix", prefix], { stdio: "pipe" });
  return path.join(prefix, "share/jupyter");
}

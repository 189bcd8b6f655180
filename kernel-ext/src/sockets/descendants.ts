// Which processes did user code start? An interrupt reaches them too: `execSync` waits for its children.
import fs from "node:fs";

/** Process ids below `pid`, parents first; empty where the system does not tell. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

function childrenOf(pid: number): number[] {
  try {
    return fs
      .readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => fs.readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" "))
      .filter((text) => text.trim() !== "")
      .map(Number);
  } catch (error) {
    if (isGone(error)) return []; // ended meanwhile, or no /proc here
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return ["ENOENT", "ESRCH", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "");
}

// Where does Jupyter look for kernels? In `share/jupyter` of an environment, or in the user's own data folder.
import os from "node:os";
import path from "node:path";

export function prefixData(prefix: string): string {
  return path.join(prefix, "share", "jupyter");
}

/** As `jupyter --data-dir` says. */
export function userData(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return path.join(os.homedir(), "Library", "Jupyter");
  if (platform === "win32") return path.join(env.APPDATA ?? path.join(os.homedir(), "AppData", "Roaming"), "jupyter");
  return path.join(env.XDG_DATA_HOME || path.join(os.homedir(), ".local", "share"), "jupyter");
}

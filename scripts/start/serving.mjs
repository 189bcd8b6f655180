// Does JupyterLab serve yet, and under which address? Asked until it answers; the address comes from its own note.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pythonEnvironment } from "../setup/pythonEnvironment.mjs";

const pollMs = 200;

/**
 * Waits until a server answers.
 *
 * @param {number} port
 * @param {string} host
 * @param {AbortSignal} stopped Ends the wait, for example because the server ended.
 * @returns {Promise<boolean>} False if stopped.
 */
export async function waitUntilServing(port, host, stopped) {
  while (!stopped.aborted) {
    try {
      // Any answer will do: who is asked for a password is served too.
      await fetch(`http://${host}:${port}/api`, { signal: AbortSignal.timeout(5000), redirect: "manual" });
      return !stopped.aborted;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
  return false;
}

/**
 * @param {string} python The Python that JupyterLab runs in.
 * @returns {Promise<string>} The folder where Jupyter servers note their address and token.
 */
export function runtimeFolder(python) {
  return new Promise((resolve) => {
    const code = "from jupyter_core.paths import jupyter_runtime_dir as d; print(d())";
    const child = spawn(python, ["-c", code], { env: pythonEnvironment(), stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("close", () => resolve(output.trim()));
  });
}

/**
 * @param {string} folder The runtime folder.
 * @param {number} port
 * @param {string} page The path to open, such as "lab/tree/a.ipynb".
 * @returns {string | undefined} The address with its token; nothing if there is no note for the port.
 */
export function servedAddress(folder, port, page) {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const notes = names
    .filter((name) => /^jpserver-\d+\.json$/.test(name))
    .map((name) => path.join(folder, name))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  for (const note of notes) {
    // Notes of servers that were killed stay behind; ours is the newest with the port.
    const { port: served, url, token } = JSON.parse(fs.readFileSync(note, "utf8"));
    if (served === port) return `${url}${page}${token ? `?token=${token}` : ""}`;
  }
  return undefined;
}

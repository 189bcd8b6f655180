// How is npm called from here? As a script of this very Node, so that no shell and no other npm comes between.
import fs from "node:fs";
import path from "node:path";

/**
 * @param {{ env?: NodeJS.ProcessEnv, execPath?: string }} [surroundings]
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand({ env = process.env, execPath = process.execPath } = {}) {
  const folder = path.dirname(execPath);
  const places = [
    env.npm_execpath,
    path.join(folder, "node_modules", "npm", "bin", "npm-cli.js"),
    path.join(folder, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = places.find((place) => place !== undefined && /npm-cli\.c?js$/.test(place) && fs.existsSync(place));
  return script === undefined ? { command: "npm", args: [] } : { command: execPath, args: [script] };
}

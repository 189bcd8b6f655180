// Who ends our commands if we are killed outright, and no signal reaches us? A process that waits for our end of a pipe to close.
import { spawn } from "node:child_process";

/** Knows the groups that run by lines such as `+123` and `-123`; where nothing ran any more it ends without a trace. */
const script = `
  const running = new Set();
  const lines = require("node:readline").createInterface({ input: process.stdin });
  lines.on("line", (line) => running[line[0] === "+" ? "add" : "delete"](Number(line.slice(1))));
  lines.on("close", () => {
    for (const pid of running) {
      try {
        process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
      } catch (error) {
        if (error.code !== "ESRCH") throw error;
      }
    }
  });
`;

/** @type {import("node:stream").Writable | undefined} */
let pipe;

/**
 * Has a command ended when we are gone: it would go on writing where the next run of ours writes too.
 *
 * @param {import("node:child_process").ChildProcess} child The first of its process group.
 */
export function reapAfterUs(child) {
  if (child.pid === undefined) return;
  pipe ??= startReaper();
  pipe.write(`+${child.pid}\n`);
  child.once("close", () => pipe?.write(`-${child.pid}\n`));
}

/** @returns {import("node:stream").Writable} */
function startReaper() {
  // A session of its own: Ctrl-C and a closed terminal end us, and the reaper afterwards.
  const reaper = spawn(process.execPath, ["-e", script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // Without it we are as well off as ever, until we are killed.
  reaper.on("error", () => {});
  reaper.stdin.on("error", () => {});
  reaper.unref();
  /** @type {import("node:net").Socket} */ (reaper.stdin).unref();
  return reaper.stdin;
}

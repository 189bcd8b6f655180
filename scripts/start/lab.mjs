// How does JupyterLab run, and end without leaving anything behind?
import { spawn } from "node:child_process";
import path from "node:path";
import { project, venvPython } from "../setup/project.mjs";
import { pythonEnvironment } from "../setup/pythonEnvironment.mjs";
import { choosePort } from "./port.mjs";
import { runtimeFolder, servedAddress, waitUntilServing } from "./serving.mjs";

/** How long JupyterLab may take to shut its kernels down, in milliseconds. */
const graceMs = 10_000;

/**
 * Serves JupyterLab until it ends or we are told to stop.
 *
 * @param {import("./arguments.mjs").StartOptions} options
 * @returns {Promise<number>} The exit code; 0 if stopped by Ctrl-C.
 */
export async function runLab({ port: wanted, ip, opensLesson, passed }) {
  const { port, isUsual } = await choosePort(wanted, ip);
  if (!isUsual) console.log(`start: port ${port} is used (${wanted === 0 ? "any was asked for" : "8888 is taken"})`);
  const python = venvPython();
  const args = ["-m", "jupyterlab", ...(opensLesson ? [project.firstLesson] : []), `--port=${port}`];
  // The port was free a moment ago. Should it be gone: an error, not another port unnoticed.
  args.push("--ServerApp.port_retries=0", ...(process.getuid?.() === 0 ? ["--allow-root"] : []), ...passed);

  // A process group of its own without our terminal's input: Ctrl-C reaches us alone, and we end it in order, without its question.
  const lab = spawn(python, args, {
    cwd: project.notebooks,
    env: labEnvironment(),
    stdio: ["ignore", "inherit", "inherit"],
    detached: process.platform !== "win32",
  });
  const ended = new Promise((resolve) => {
    lab.once("close", (code) => resolve(code ?? 1));
    lab.once("error", () => resolve(127));
  });
  const stop = new AbortController();
  ended.then(() => stop.abort());
  const wasStopped = endOnSignal(lab, ended);

  const note = runtimeFolder(python);
  if (
    await waitUntilServing(port, ip === undefined || ip === "*" || ip === "0.0.0.0" ? "localhost" : ip, stop.signal)
  ) {
    const page = opensLesson ? `lab/tree/${path.basename(project.firstLesson)}` : "lab";
    const address = servedAddress(await note, port, page) ?? `http://localhost:${port}/${page}`;
    console.log(`\nJupyterLab is serving: ${address}\nCtrl-C stops it.\n`);
  }
  const code = /** @type {number} */ (await ended);
  return wasStopped() ? 0 : code;
}

/** @returns {NodeJS.ProcessEnv} Terminals and subprocesses in JupyterLab find the private environment's programs first. */
function labEnvironment() {
  const programs = path.dirname(venvPython());
  const env = pythonEnvironment();
  return { ...env, VIRTUAL_ENV: project.venv, PATH: `${programs}${path.delimiter}${env.PATH ?? ""}` };
}

/**
 * A signal to `npm start` ends npm alone: whoever it leaves behind has another parent from then on.
 *
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  if (process.env["npm_lifecycle_event"] !== "start") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 1000);
  timer.unref();
}

/**
 * Ends JupyterLab with us: politely on the first signal, at once on a second one or if it takes too long.
 *
 * @param {import("node:child_process").ChildProcess} lab
 * @param {Promise<unknown>} ended
 * @returns {() => boolean} Was it told to stop?
 */
function endOnSignal(lab, ended) {
  let signals = 0;
  const killGroup = () => {
    if (lab.pid === undefined || lab.exitCode !== null || lab.signalCode !== null) return;
    if (process.platform === "win32") lab.kill();
    else process.kill(-lab.pid, "SIGKILL");
  };
  const stop = () => {
    signals += 1;
    if (signals > 1) return killGroup();
    lab.kill("SIGTERM");
    const timer = setTimeout(killGroup, graceMs);
    ended.then(() => clearTimeout(timer));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.removeAllListeners(signal);
    process.on(signal, stop);
  }
  process.on("exit", killGroup);
  stopWithNpm(stop);
  return () => signals > 0;
}

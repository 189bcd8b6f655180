// Which Python can make the virtual environment? The first that is new enough and has `venv`; else what to install.
import { spawnSync } from "node:child_process";
import { Failure } from "../process/failure.mjs";

/** JupyterLab's pinned parts need it. */
export const oldestPython = [3, 11];

const ask =
  "import sys, importlib.util as u; print(*sys.version_info[:3], all(map(u.find_spec, ['venv', 'ensurepip'])), sys.executable)";

/**
 * @typedef {object} Python
 * @property {string[]} command How to call it: the program and its first arguments.
 * @property {string} version Such as "3.11.7".
 * @property {boolean} isNewEnough
 * @property {boolean} hasVenv
 * @property {string} place Where it lies.
 */

/**
 * @param {object} [surroundings]
 * @param {NodeJS.ProcessEnv} [surroundings.env] PATH, and PYTHON to choose one.
 * @param {NodeJS.Platform} [surroundings.platform]
 * @returns {Python}
 * @throws {Failure} With what to install, if there is none.
 */
export function findPython({ env = process.env, platform = process.platform } = {}) {
  const candidates = env.PYTHON ? [[env.PYTHON]] : pythonNames(platform);
  /** @type {Python[]} */
  const found = [];
  for (const command of candidates) {
    const python = askPython(command, env);
    if (python === undefined) continue;
    if (python.isNewEnough && python.hasVenv) return python;
    found.push(python);
  }
  throw whyNone(found, candidates, env, platform);
}

/**
 * @param {NodeJS.Platform} platform
 * @returns {string[][]}
 */
function pythonNames(platform) {
  const versioned = [13, 12, 11, 14].map((minor) => `3.${minor}`);
  if (platform === "win32") return [["python"], ["py", "-3"], ...versioned.map((version) => ["py", `-${version}`])];
  return [["python3"], ...versioned.map((version) => [`python${version}`]), ["python"]];
}

/**
 * @param {readonly string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Python | undefined} Nothing if the command is missing, or is only a shim or a store link that does not run.
 */
function askPython(command, env) {
  const [program = "", ...args] = command;
  const { PYTHONHOME: _, PYTHONPATH: __, ...clean } = env;
  const asked = spawnSync(program, [...args, "-c", ask], { env: clean, encoding: "utf8", timeout: 20_000 });
  const answer = /^(\d+) (\d+) (\d+) (True|False) (.*)$/m.exec(asked.stdout ?? "");
  if (asked.status !== 0 || answer === null) return undefined;
  const [major, minor, patch] = answer.slice(1, 4).map(Number);
  return {
    command: [...command],
    version: `${major}.${minor}.${patch}`,
    isNewEnough: major === oldestPython[0] && Number(minor) >= Number(oldestPython[1]),
    hasVenv: answer[4] === "True",
    place: answer[5] || program,
  };
}

/**
 * @param {readonly Python[]} found
 * @param {readonly (readonly string[])[]} candidates
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {Failure}
 */
function whyNone(found, candidates, env, platform) {
  const oldest = oldestPython.join(".");
  const lame = found.find((python) => python.isNewEnough);
  if (lame !== undefined) return lacksVenv(lame, platform);
  const install = howToInstall(platform);
  const old = found[0];
  if (old !== undefined) {
    return new Failure(
      `Python ${old.version} (${old.place}) is too old; JupyterLab needs Python ${oldest} or newer.`,
      install,
    );
  }
  if (env.PYTHON) {
    return new Failure(
      `PYTHON is set to "${env.PYTHON}", which does not run.`,
      "Correct it, or unset it to let setup look itself.",
    );
  }
  const names = candidates.map((command) => command.join(" ")).join(", ");
  return new Failure(`No Python was found (tried ${names}); JupyterLab needs Python ${oldest} or newer.`, install);
}

/**
 * Debian and Ubuntu keep `venv` and `ensurepip` apart from Python.
 *
 * @param {Pick<Python, "version" | "place">} python
 * @param {NodeJS.Platform} [platform]
 * @returns {Failure}
 */
export function lacksVenv({ version, place }, platform = process.platform) {
  const minor = version.split(".").slice(0, 2).join(".");
  const install =
    platform === "linux"
      ? `Debian, Ubuntu: apt install python${minor}-venv\nElsewhere: install a complete Python, or set PYTHON=/path/to/another/python3.`
      : `Install a complete Python:\n${howToInstall(platform)}`;
  return new Failure(
    `Python ${version} (${place}) lacks the \`venv\` module or its \`ensurepip\`, which JupyterLab's private environment needs.`,
    install,
  );
}

/**
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
function howToInstall(platform) {
  const commands = {
    linux: "Debian, Ubuntu: apt install python3 python3-venv\nFedora: dnf install python3",
    darwin: "brew install python@3.13",
    win32: "winget install Python.Python.3.13",
  };
  const known = commands[/** @type {keyof typeof commands} */ (platform)] ?? "Install it from https://www.python.org.";
  return `${known}\nIf it is installed elsewhere: PYTHON=/path/to/python3 npm run setup`;
}

// What did the user ask `npm start` for? Our few options; all others belong to JupyterLab.
import { Failure } from "../process/failure.mjs";

/**
 * @typedef {object} StartOptions
 * @property {boolean} help
 * @property {number | undefined} port The port the user insists on.
 * @property {string | undefined} ip The address to serve on, if not localhost.
 * @property {boolean} opensLesson False if the user names a notebook or a root folder.
 * @property {string[]} passed What JupyterLab gets.
 */

/**
 * @param {readonly string[]} args
 * @returns {StartOptions}
 * @throws {Failure} For a port that is none, or a number that stands alone.
 */
export function readStartArguments(args) {
  /** @type {StartOptions} */
  const options = { help: false, port: undefined, ip: undefined, opensLesson: true, passed: [] };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = "", inline] = split(arg);
    if (arg === "--help" || arg === "-h") options.help = true;
    else if (["--port", "--ServerApp.port"].includes(name)) options.port = readPort(inline ?? rest.shift());
    else if (["--ip", "--ServerApp.ip"].includes(name)) {
      options.ip = inline ?? rest.shift();
      options.passed.push(`--ip=${options.ip}`);
    } else if (/^\d+$/.test(arg) && !options.passed.at(-1)?.startsWith("-")) {
      // `npm start --port 9000`: npm keeps the option for itself and leaves us its value.
      throw new Failure(`"${arg}" stands alone.`, `Options follow a double dash: npm start -- --port ${arg}`);
    } else {
      if (arg.endsWith(".ipynb") || /^--(notebook-dir|ServerApp\.root_dir)$/.test(name)) options.opensLesson = false;
      options.passed.push(arg);
    }
  }
  return options;
}

/**
 * @param {string} arg
 * @returns {string[]}
 */
function split(arg) {
  const at = arg.indexOf("=");
  return at === -1 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)];
}

/**
 * @param {string | undefined} text
 * @returns {number}
 */
function readPort(text) {
  const port = Number(text);
  if (text?.trim() && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Failure(
    `--port needs a number from 0 to 65535, not "${text ?? ""}".`,
    "For example: npm start -- --port 8889",
  );
}

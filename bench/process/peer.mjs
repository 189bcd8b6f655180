// How are two engines timed in turn? Each lives in a process of its own and answers one line of JSON per question.
import readline from "node:readline";
import { explainFailure } from "../../scripts/process/failure.mjs";
import { endChild, startChild } from "./children.mjs";

/**
 * @template Question, Answer
 * @typedef {object} Peer
 * @property {string} name
 * @property {(question: Question) => Promise<Answer>} ask
 * @property {() => Promise<void>} end
 */

/**
 * Starts a process that reads questions and writes answers, a line of JSON each, one at a time.
 *
 * @template Question, Answer
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Peer<Question, Answer>}
 */
export function startPeer(name, command, args, env = process.env) {
  const child = startChild(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    said = (said + text).slice(-4096);
  });
  const gone = new Promise((_, reject) => {
    child.once("error", (error) => reject(explainFailure(`Starting ${name}`, error.message)));
    child.once("close", (code) => reject(explainFailure(`${name} (code ${code})`, said)));
  });
  gone.catch(() => {});
  // A child that is gone is told by `gone`.
  child.stdin?.on("error", () => {});
  const lines = readline.createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdout) });
  return {
    name,
    async ask(question) {
      const answered = new Promise((resolve) => lines.once("line", resolve));
      child.stdin?.write(`${JSON.stringify(question)}\n`);
      return JSON.parse(/** @type {string} */ (await Promise.race([answered, gone])));
    },
    end: () => endChild(child),
  };
}

// How is work shown while it lasts? One line with its duration; a live line on a terminal, a sign of life elsewhere.

/** How long a quiet log waits for a sign of life, in milliseconds. */
const signOfLifeMs = 15_000;

const longestNote = 60;

/**
 * @typedef {object} Progress
 * @property {(text: string) => void} note What it is busy with now.
 * @property {(word: string) => void} end Ends the line with one word and the duration.
 */

/**
 * @param {string} title What is being done, such as "setup: packages".
 * @param {{ isTTY?: boolean | undefined, columns?: number | undefined, write(text: string): unknown }} [output]
 * @returns {Progress}
 */
export function showProgress(title, output = process.stdout) {
  const begin = performance.now();
  const seconds = () => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  let busyWith = "";
  const drawLive = () => {
    const text = `${title} … ${seconds()}  ${busyWith}`;
    output.write(`\r\x1b[2K${text.slice(0, (output.columns ?? 80) - 1)}`);
  };
  const drawSign = () => output.write(`${title} … still at work after ${seconds()}  ${busyWith}\n`);
  const timer = output.isTTY ? setInterval(drawLive, 200) : setInterval(drawSign, signOfLifeMs);
  timer.unref();
  if (output.isTTY) drawLive();
  else output.write(`${title} …\n`);
  return {
    note(text) {
      busyWith = text.length > longestNote ? `${text.slice(0, longestNote)}…` : text;
    },
    end(word) {
      clearInterval(timer);
      output.write(`${output.isTTY ? "\r\x1b[2K" : ""}${title}: ${word} (${seconds()})\n`);
    },
  };
}

// What is being timed now? A line on stderr, so that the table on stdout stays alone.

/** @param {string} text */
export function tell(text) {
  process.stderr.write(`bench: ${text}\n`);
}

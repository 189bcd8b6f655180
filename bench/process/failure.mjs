// What went wrong that the user can do something about? Told without a stack.

/**
 * @param {string} message What happened, and the remedy.
 * @returns {Error}
 */
export function benchFailure(message) {
  const error = new Error(message);
  error.name = "BenchFailure";
  return error;
}

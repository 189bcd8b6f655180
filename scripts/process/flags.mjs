// Which of a script's own flags are set? Unknown ones are an error that shows the known.
import { refusal } from "./failure.mjs";

/**
 * @param {readonly string[]} args
 * @param {readonly string[]} known
 * @param {string} usage
 * @returns {Set<string>}
 * @throws {import("./failure.mjs").Failure} For anything that is not a known flag.
 */
export function readFlags(args, known, usage) {
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown !== undefined) throw refusal(`"${unknown}" is not known here.`, usage);
  return new Set(args);
}

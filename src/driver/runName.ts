// What is a new run called? Its time, so that names sort, and a few letters, so that no two are equal.
import { randomBytes } from "node:crypto";

const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** @param now ms since the epoch */
export function runName(now: number): string {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(":", ".");
  const tail = [...randomBytes(5)].map((byte) => LETTERS[byte & 31]).join("");
  return `${time}-${tail}`;
}

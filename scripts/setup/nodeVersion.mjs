// Is this Node one that the project runs on? Judged by `engines` in package.json, before anything is installed.
import { Failure } from "../process/failure.mjs";

/**
 * @param {string} version Such as "20.19.0".
 * @param {string} engines A range of the forms `^20.19` and `>=22.12`, joined by `||`.
 * @returns {boolean}
 */
export function satisfiesEngines(version, engines) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return engines.split("||").some((part) => {
    const range = /^(\^|>=)(\d+)\.(\d+)$/.exec(part.trim());
    if (range === null)
      throw new Error(`package.json: "engines" has the form "${part.trim()}", which setup cannot read.`);
    const [atLeastMajor, atLeastMinor] = [Number(range[2]), Number(range[3])];
    if (major === atLeastMajor) return minor >= atLeastMinor;
    return range[1] === ">=" && major > atLeastMajor;
  });
}

/**
 * @param {string} version
 * @param {string} engines
 * @throws {Failure} If the version is not in the range.
 */
export function checkNodeVersion(version, engines) {
  if (satisfiesEngines(version, engines)) return;
  throw new Failure(
    `Node ${version} cannot run this project; it needs ${engines}.`,
    "Install a current Node: https://nodejs.org, or `nvm install 22`, `fnm install 22`, `brew install node`.",
  );
}

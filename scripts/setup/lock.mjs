// Is another setup at work in this checkout? A file with its pid and heartbeat, so that a dead one holds nothing for ever.
import fs from "node:fs";
import path from "node:path";

/** A holder that has not touched its lock for so long is dead or frozen, even if its pid lives again in another process. */
const silentMs = 30_000;
const heartbeatMs = 2_000;
const pollMs = 250;

/**
 * Runs `work` while no other process does so under the same lock.
 *
 * @template T
 * @param {string} file The lock; its folder is made, and removed afterwards.
 * @param {() => Promise<T>} work
 * @param {(pid: number) => void} [onWait] Called once if another process holds the lock.
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => {}) {
  let waited = false;
  while (!tryLock(file)) {
    const holder = readHolder(file);
    if (holder !== undefined && !isHeld(file, holder)) takeAway(file);
    else {
      if (!waited && holder) onWait(holder);
      waited = true;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
  const release = () => releaseLock(file);
  const heartbeat = setInterval(() => touch(file), heartbeatMs);
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    release();
  }
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function tryLock(file) {
  makeFolder(path.dirname(file));
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    // ENOENT: the holder removed the folder between our two calls.
    if (["EEXIST", "ENOENT"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) return false;
    throw error;
  }
}

/**
 * Not with `recursive`: that tells a read-only disk as ENOENT, as if somebody had just removed the folder.
 *
 * @param {string} folder
 */
function makeFolder(folder) {
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
}

/**
 * @param {string} file
 * @returns {number | undefined} The holder's pid; 0 while it has not written it yet; nothing if the lock is free.
 */
function readHolder(file) {
  try {
    return Number(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {number} pid
 * @returns {boolean}
 */
function isHeld(file, pid) {
  const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY);
  if (age > silentMs) return false;
  // A restarted container gives the same pids again: our own pid in a lock that we do not hold is a dead holder's.
  return pid !== process.pid && (pid === 0 || isAlive(pid));
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Takes a dead holder's lock away. Only one waiter does so at a time, and it looks again first: otherwise a slow one would
 * remove the lock that a quick one has just made.
 *
 * @param {string} file
 */
function takeAway(file) {
  const claim = `${file}.claim`;
  if (Date.now() - (fs.statSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > silentMs) {
    fs.rmSync(claim, { force: true });
  }
  try {
    fs.writeFileSync(claim, "", { flag: "wx" });
  } catch (error) {
    if (["EEXIST", "ENOENT"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) return;
    throw error;
  }
  const holder = readHolder(file);
  if (holder !== undefined && !isHeld(file, holder)) fs.rmSync(file, { force: true });
  fs.rmSync(claim, { force: true });
}

/** @param {string} file */
function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch (error) {
    // Somebody removed it by hand: no reason to stop in the middle of the work.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
}

/** @param {string} file */
function releaseLock(file) {
  if (readHolder(file) === process.pid) fs.rmSync(file, { force: true });
  try {
    fs.rmdirSync(path.dirname(file));
  } catch {
    // Another process already waits in it, or removed it.
  }
}

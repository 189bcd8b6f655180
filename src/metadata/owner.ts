// Which process is this, and does another one that left its name still live?
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { performance } from "node:perf_hooks";
import type { Owner } from "../contracts.ts";

/** Longest silence after which a process that cannot be asked, on another machine, counts as dead. */
const SILENCE_MS = 24 * 3_600_000;

/** This process, as others can recognise it. */
export function ownOwner(): Owner {
  return {
    host: hostname(),
    boot: bootOf(),
    pid: process.pid,
    pidStarted: startOf(process.pid) ?? Math.round(performance.timeOrigin),
  };
}

/**
 * Whether a process lives. One of this machine is asked; a number that a later process has taken over counts as dead.
 * One that cannot be asked (another machine, another container) lives until it has been silent for a day.
 *
 * @param beatAt its last sign of life, ms since the epoch
 * @param own this process
 * @param now ms since the epoch
 */
export function ownerAlive(owner: Owner, beatAt: number, own: Owner, now: number): boolean {
  if (owner.host !== own.host) return now - beatAt < SILENCE_MS;
  if (owner.boot !== own.boot) {
    // The same boot with another process namespace is another container; another boot of this host is over.
    return bootId(owner.boot) === bootId(own.boot) && now - beatAt < SILENCE_MS;
  }
  if (owner.pid === own.pid) return owner.pidStarted === own.pidStarted;
  const started = startOf(owner.pid);
  if (started !== undefined) return started === owner.pidStarted;
  return own.boot === "" && signalled(owner.pid) && beatAt > now - uptime() * 1000 - 60_000;
}

/** Boot id and process namespace, on Linux; elsewhere "". */
function bootOf(): string {
  const boot = whenThere(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  if (boot === undefined) return "";
  return `${boot}/${whenThere(() => readlinkSync("/proc/self/ns/pid")) ?? ""}`;
}

function bootId(boot: string): string | undefined {
  return boot.split("/")[0];
}

/** Start of a process in clock ticks after boot, on Linux; a dead child that nobody has waited for does not count. */
function startOf(pid: number): number | undefined {
  const stat = whenThere(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets, which may hold anything: count from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : Number(fields[19]);
}

function signalled(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Absent where there is no /proc, where the process has ended (also while it is read), or where it is hidden. */
function whenThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}

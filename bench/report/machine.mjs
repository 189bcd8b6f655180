// On which machine was it? The same figures mean nothing elsewhere.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";

/** File systems by the number that the kernel gives them; a commit costs what theirs costs. */
const fileSystems = new Map([
  [0xef53, "ext4"],
  [0x01021994, "tmpfs"],
  [0x58465342, "xfs"],
  [0x9123683e, "btrfs"],
  [0x794c7630, "overlay"],
  [0x1a, "apfs"],
]);

/**
 * @param {string} python The peers' Python.
 * @returns {{ cpu: string, cores: number, memoryGiB: number, os: string, node: string, python: string, temporary: string, load: number, at: string }}
 */
export function machine(python) {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.platform()} ${os.release()}`,
    node: process.versions.node,
    python: execFileSync(python, ["-c", "import platform; print(platform.python_version())"], {
      encoding: "utf8",
    }).trim(),
    temporary: fileSystems.get(fs.statfsSync(os.tmpdir()).type) ?? "unknown",
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
    at: new Date().toISOString(),
  };
}

/**
 * @param {ReturnType<typeof machine>} about
 * @returns {string}
 */
export function describeMachine({ cpu, cores, memoryGiB, node, python, temporary, load }) {
  return (
    `${cpu}, ${cores} cores, ${memoryGiB} GiB; Node ${node}, Python ${python}; temporary folder on ${temporary}; load ${load} at the start.\n` +
    "Medians of repetitions in turn; the ratio tells how many times as long the peer takes.\n"
  );
}

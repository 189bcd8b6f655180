import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { expect, test } from "vitest";
import { ownerAlive, ownOwner } from "../../src/metadata/owner.ts";

const own = ownOwner();
const now = Date.now();
const HOUR = 3_600_000;

test("a process knows itself, the same each time", () => {
  expect(ownOwner()).toEqual(own);
  expect(own.pid).toBe(process.pid);
  expect(ownerAlive(own, 0, own, now)).toBe(true);
});

test("an earlier process with the same number is dead", () => {
  expect(ownerAlive({ ...own, pidStarted: own.pidStarted - 1 }, now, own, now)).toBe(false);
  expect(ownerAlive({ ...own, pid: process.ppid }, now, own, now)).toBe(false);
});

test("a process of an earlier boot is dead", () => {
  expect(ownerAlive({ ...own, boot: "0000/pid:[1]" }, now, own, now)).toBe(false);
});

test("a process that cannot be asked lives until it was silent for a day", () => {
  const elsewhere = { ...own, host: `${own.host}-2` };
  const container = { ...own, boot: `${own.boot.split("/")[0]}/pid:[1]` };
  for (const other of [elsewhere, container]) {
    expect(ownerAlive(other, now - 23 * HOUR, own, now)).toBe(true);
    expect(ownerAlive(other, now - 25 * HOUR, own, now)).toBe(false);
  }
});

function statOf(pid: number): readonly string[] {
  return fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
}

test("a process lives until it has ended", async () => {
  const sleeper = spawn("sleep", ["100"]);
  await once(sleeper, "spawn");
  const other = { ...own, pid: sleeper.pid!, pidStarted: Number(statOf(sleeper.pid!)[19]) };
  expect(ownerAlive(other, now, own, now)).toBe(true);
  sleeper.kill("SIGKILL");
  await once(sleeper, "close");
  expect(ownerAlive(other, now, own, now)).toBe(false);
});

test("a process that has ended is dead, also while its parent takes no note of it", async () => {
  const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 100"]);
  const pid = Number(String((await once(parent.stdout, "data"))[0]));
  while (statOf(pid)[0] !== "Z") await new Promise((resolve) => setImmediate(resolve));
  const other = { ...own, pid, pidStarted: Number(statOf(pid)[19]) };
  expect(ownerAlive(other, now, own, now)).toBe(false);
  parent.kill("SIGKILL");
  await once(parent, "close");
});

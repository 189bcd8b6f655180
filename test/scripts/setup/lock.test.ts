import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { withLock } from "../../../scripts/setup/lock.mjs";
import { temporaryFolder } from "../temporaryFolder.ts";

function lockHeldBy(pid: number | undefined): string {
  const file = path.join(temporaryFolder(), "lock", "owner");
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, String(pid));
  return file;
}

/** Another setup, in a process of its own, that works until its input ends. */
async function otherSetup(file: string) {
  const lock = new URL("../../../scripts/setup/lock.mjs", import.meta.url).href;
  const script = `import { withLock } from ${JSON.stringify(lock)};
    const inputEnds = () => new Promise((resolve) => process.stdin.once("end", resolve).resume());
    await withLock(${JSON.stringify(file)}, () => { console.log("at work"); return inputEnds(); });`;
  const other = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  await new Promise((resolve) => other.stdout.once("data", resolve));
  return other;
}

test("two setups never work at the same time", async () => {
  const file = path.join(temporaryFolder(), "lock", "owner");
  const other = await otherSetup(file);
  const events: string[] = [];
  const waits = (pid: number) => {
    events.push(`waiting for ${pid === other.pid ? "the other" : "a stranger"}`);
    other.stdin.end();
  };
  await withLock(file, async () => events.push("at work"), waits);
  expect(events).toEqual(["waiting for the other", "at work"]);
});

test("a lock whose holder died does not hold", async () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  expect(await withLock(lockHeldBy(dead), async () => "worked")).toBe("worked");
});

test("a lock with our own pid, left by an earlier container, does not hold", async () => {
  expect(await withLock(lockHeldBy(process.pid), async () => "worked")).toBe("worked");
});

test("a lock that was silent for long does not hold, although its pid lives again", async () => {
  const living = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  onTestFinished(() => void living.kill());
  const file = lockHeldBy(living.pid);
  const longAgo = new Date(Date.now() - 60_000);
  fs.utimesSync(file, longAgo, longAgo);
  expect(await withLock(file, async () => "worked")).toBe("worked");
});

test("nothing stays behind, although the work fails", async () => {
  const folder = temporaryFolder();
  const failing = withLock(path.join(folder, "lock", "owner"), () => Promise.reject(new Error("no network")));
  await expect(failing).rejects.toThrow("no network");
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("where no lock can be made setup fails at once, and does not wait for ever", async () => {
  const file = path.join(temporaryFolder(), "gone", "lock", "owner");
  await expect(withLock(file, async () => "worked")).rejects.toThrow("ENOENT");
});

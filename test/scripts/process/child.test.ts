import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { runChild } from "../../../scripts/process/child.mjs";

test("a command's lines are followed, and its output and exit code kept", async () => {
  const lines: string[] = [];
  const script = "console.log('one'); console.error('two'); process.exitCode = 3";
  const ended = await runChild(process.execPath, ["-e", script], { onLine: (line) => lines.push(line) });
  expect(ended.code).toBe(3);
  expect(lines.sort()).toEqual(["one", "two"]);
});

test("a command that does not exist ends with 127 and its name", async () => {
  const ended = await runChild("no-such-program", []);
  expect(ended).toEqual({ code: 127, output: expect.stringContaining("no-such-program") });
});

/** A script of ours that runs a command which never ends by itself. */
async function runForever() {
  const child = new URL("../../../scripts/process/child.mjs", import.meta.url).href;
  const forever = "console.log(process.pid); setInterval(() => {}, 1000)";
  const script = `import { endWithChildren, runChild } from ${JSON.stringify(child)};
    endWithChildren();
    await runChild(process.execPath, ["-e", ${JSON.stringify(forever)}], { shown: true });`;
  const ours = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = await new Promise<number>((resolve) => ours.stdout.once("data", (text) => resolve(Number(text))));
  return { ours, pid };
}

test("a signal to a script ends the command that it runs, and both are gone", async () => {
  const { ours, pid } = await runForever();
  ours.kill("SIGTERM");
  expect(await new Promise((resolve) => ours.once("close", resolve))).toBe(143);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a script that is killed outright leaves no command behind that goes on writing", async () => {
  const { ours } = await runForever();
  ours.kill("SIGKILL");
  // The command holds the same output, which closes only when both are gone.
  expect(await new Promise((resolve) => ours.once("close", (_, signal) => resolve(signal)))).toBe("SIGKILL");
});

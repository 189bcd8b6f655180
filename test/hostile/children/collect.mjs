// Collects garbage again and again, by a clock that is put forward by an hour each time, so that what was marked is due.
import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { TEXT } from "../dataflow.mjs";

const [folder, rounds, moment, at] = process.argv.slice(2);
const now = Date.now;
let hours = 0;
Date.now = () => now() + hours * 3_600_000;

if (moment !== undefined) {
  // Kills itself with SIGKILL before (even) or after (odd) the call that is meant.
  let seen = 0;
  let armed = false;
  const count = Number(at);
  const deadly = (original) =>
    function (...args) {
      const isMeant = armed && seen++ === count >> 1;
      if (isMeant && count % 2 === 0) process.kill(process.pid, "SIGKILL");
      const result = Reflect.apply(original, this, args);
      if (isMeant) process.kill(process.pid, "SIGKILL");
      return result;
    };
  globalThis.arm = () => {
    armed = true;
  };
  if (moment === "remove") fs.rmSync = deadly(fs.rmSync);
  syncBuiltinESMExports();
  const meant = {
    mark: /^\s*UPDATE payload SET doomed_at = @at/,
    drop: /^\s*DELETE FROM payload/,
    small: /^\s*DELETE FROM small_bytes/,
    commit: /^COMMIT/,
  }[moment];
  const Database = createRequire(import.meta.url)("better-sqlite3");
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function (sql) {
    const statement = Reflect.apply(prepare, this, [sql]);
    if (meant?.test(sql)) statement.run = deadly(statement.run);
    return statement;
  };
}

const { Builder, moduleFromText } = await import("cellar");
const dr = new Builder()
  .withModules(moduleFromText(TEXT, { name: "killed", folder }))
  .withCache({ path: `${folder}/.cellar`, strict: true })
  .build();
process.stdout.write("ready\n");
let swept = 0;
/** `rounds` of them, or as long as its input is open. */
let isOpen = rounds === "open";
if (isOpen) {
  process.stdin.resume().once("end", () => {
    isOpen = false;
  });
}
for (let left = isOpen ? 2 : Number(rounds); left > 0; left -= isOpen ? 0 : 1) {
  const plan = await dr.cache.collectGarbage({ olderThanMs: 0, maxBytes: 0 });
  if (left === 1) globalThis.arm?.();
  swept += (await plan.apply()).swept.payloads;
  hours++;
  await new Promise((resolve) => setImmediate(resolve));
}
await dr.close();
process.stdout.write(`${swept}\n`);

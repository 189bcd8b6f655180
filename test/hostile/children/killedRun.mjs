// Runs the dataflow and kills itself with SIGKILL at a chosen moment: nothing is flushed, nobody is told.
import crypto from "node:crypto";
import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { NODES, TEXT } from "../dataflow.mjs";

const [folder, moment, at] = process.argv.slice(2);
const count = Number(at);
const die = () => process.kill(process.pid, "SIGKILL");
let seen = 0;

/** Calls through, and dies before the call that is meant, or once it has succeeded. */
const deadly = (original, isMeant, when) =>
  function (...args) {
    if (when === "before" && isMeant()) die();
    const result = Reflect.apply(original, this, args);
    if (when === "after" && isMeant()) die();
    return result;
  };
const nth = () => seen++ === count;
const beforeOrAfter = count % 2 === 0 ? "before" : "after";

if (moment === "execute") globalThis.dieIn = NODES[count];
if (moment === "encode") {
  // A value is hashed as it is encoded, right after its body returned.
  const isEncoding = () => globalThis.encoding === NODES[count];
  crypto.hash = deadly(crypto.hash, isEncoding, "before");
  crypto.createHash = deadly(crypto.createHash, isEncoding, "before");
}
if (moment === "write") fs.writevSync = deadly(fs.writevSync, () => seen++ === count % 3, beforeOrAfter);
if (moment === "rename") fs.renameSync = deadly(fs.renameSync, () => seen++ === count % 3, beforeOrAfter);
syncBuiltinESMExports();
if (moment === "commit") {
  const Database = createRequire(import.meta.url)("better-sqlite3");
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function (sql) {
    const statement = Reflect.apply(prepare, this, [sql]);
    if (/^\s*INSERT INTO entry\(/.test(sql)) statement.run = deadly(statement.run, nth, beforeOrAfter);
    return statement;
  };
}

const { Builder, moduleFromText } = await import("cellar");
const module = moduleFromText(TEXT, { name: "killed", folder });
const dr = new Builder()
  .withModules(module)
  .withCache({ path: `${folder}/.cellar` })
  .build();
await dr.execute(["last"], { inputs: { seed: 1 } });
process.stdout.write("survived\n");

// A process that is killed while it writes a large result, in the middle of a write or before its rename.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { packedResults } from "../../../src/results/packed.ts";
import { open, owner } from "./open.ts";

const [, , root, moment, count, compress] = process.argv;
const { db } = open();
const store = packedResults({ db, folder: path.join(root!, "results"), owner, compress: compress === "gzip" });
let left = Number(count);

/** Stands still for ever at the given call, so that the kill meets exactly this moment. */
function haltAt(call: "writevSync" | "renameSync", before: (...given: never[]) => void): void {
  const real = fs[call] as (...given: never[]) => unknown;
  Object.assign(fs, {
    [call]: (...given: never[]) => {
      if (left-- > 0) return real(...given);
      before(...given);
      fs.writeSync(1, "halted\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
}

if (moment === "write")
  haltAt("writevSync", (file: number, [part]: Uint8Array[]) =>
    fs.writeSync(file, part!.subarray(0, part!.length >> 1)),
  );
if (moment === "rename") haltAt("renameSync", () => {});
for (let i = 0; ; i += 1) {
  const chunks = [Buffer.alloc(3_000_000, `a${i}`), Buffer.alloc(9_000_000, `b${i}`), Buffer.alloc(5, "c")];
  const digest = createHash("sha256").update(Buffer.concat(chunks)).digest("hex");
  await store.put([{ digest, encoded: { chunks, sizeBytes: 12_000_005, bytesDigest: digest } }]);
}

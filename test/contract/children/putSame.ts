// A process that writes the same large results as its siblings at the same time.
import { createHash } from "node:crypto";
import path from "node:path";
import { packedResults } from "../../../src/results/packed.ts";
import { open, owner, ready } from "./open.ts";

const { db } = open();
const store = packedResults({ db, folder: path.join(process.argv[2]!, "results"), owner });
await ready();
for (let i = 0; i < 30; i += 1) {
  const chunks = [Buffer.alloc(i % 2 === 0 ? 1_000_000 : 1000, `${i};`)];
  const digest = createHash("sha256").update(chunks[0]!).digest("hex");
  await store.put([{ digest, encoded: { chunks, sizeBytes: chunks[0]!.length, bytesDigest: digest } }]);
  console.log(digest);
}

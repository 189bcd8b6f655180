// The kernel's program: `node --no-force-async-hooks-checks main.js CONNECTION_FILE`, as its kernelspec starts it.
import fs from "node:fs";
import { MessageChannel, Worker } from "node:worker_threads";
import { readConnection } from "./sockets/connection.ts";
import type { ThreadData } from "./sockets/thread.ts";
import { createSharedBuffer, openSharedState } from "./threads/sharedState.ts";

const [, , connectionFile] = process.argv;
if (connectionFile === undefined) {
  process.stderr.write("usage: node main.js CONNECTION_FILE (Jupyter starts the kernel; see install.js)\n");
  process.exit(2);
}

// First of all: the sockets answer while TypeScript is loaded.
const shared = createSharedBuffer();
const lock = openSharedState(shared).mainLock();
const { port1, port2 } = new MessageChannel();
const workerData: ThreadData = { connection: readConnection(connectionFile), shared, port: port2, pid: process.pid };
const sockets = new Worker(new URL("./sockets/thread.js", import.meta.url), {
  workerData,
  transferList: [port2],
});
const leave = process.reallyExit.bind(process);
sockets.on("error", (error) => {
  // Not through process.stderr, which writes to the cell.
  fs.writeSync(2, `The kernel's sockets failed: ${String(error.stack ?? error)}\n`);
  leave(1);
});
sockets.on("exit", () => leave(0));

// An interrupt that comes this early must not end the process.
process.on("SIGINT", () => {});

const { startKernel } = await import("./kernel.ts");
startKernel(port1, shared, lock);

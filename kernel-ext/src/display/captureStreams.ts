// Where does printed text go? `process.stdout` and `process.stderr`, and so `console`, write to the cell.
import { StringDecoder } from "node:string_decoder";
import type { StreamName } from "../threads/messages.ts";
import type { Output } from "./output.ts";

export function captureStreams(output: Output): void {
  for (const name of ["stdout", "stderr"] as const) process[name].write = writerOf(name, output);
}

function writerOf(name: StreamName, output: Output): typeof process.stdout.write {
  // A character may be cut in two by a buffer's end.
  const decoder = new StringDecoder("utf8");
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    output.print(name, typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") process.nextTick(done);
    return true;
  };
}

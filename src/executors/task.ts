// What do the main thread and a worker thread tell each other of one body?
import type { MessagePort } from "node:worker_threads";
import type { Thrown } from "./thrown.ts";

export interface Task {
  /** Everything comes back by it, in the order in which it happened. */
  readonly port: MessagePort;
  readonly module: {
    readonly id: number;
    readonly name: string;
    readonly origin: string;
    readonly cell: string | undefined;
    readonly folder: string;
    readonly fileName: string;
    readonly text: string;
    /** As JSON: read only where the thread does not have the module yet. */
    readonly facts: string;
  };
  readonly called: string;
  readonly variant: number | undefined;
  readonly order: readonly number[] | undefined;
  readonly yields: boolean;
  /** Is it to be known whose it is what is printed meanwhile? */
  readonly isHeard: boolean;
  readonly surroundings: Readonly<Record<string, string>>;
  /** The list of the values, and its version. */
  readonly values: Uint8Array;
  readonly version: string;
}

export interface Written {
  readonly what: "written";
  readonly to: "stdout" | "stderr";
  readonly chunk: string | Uint8Array;
  /** Whose code: of the task's body, of what an earlier one left behind? */
  readonly by: "body" | "other" | "nobody can tell";
}

export type Told =
  /** What is to be computed is here: from now on it computes. */
  | { readonly what: "began" }
  | Written
  | { readonly what: "value"; readonly bytes: Uint8Array }
  | { readonly what: "thrown"; readonly thrown: Thrown }
  /** It must run in the main thread after all, and why; `lasting` where that lies in the body itself. */
  | { readonly what: "unable"; readonly why: string; readonly lasting: boolean };

/** One buffer of its own, which can be given away: those of the value stay as they are. */
export function joined(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

// What can user code not break? The process stays: errors nobody caught and calls to end it are told, not followed.
import util from "node:util";
import type { Output } from "../display/output.ts";

export interface Survival {
  /** After V8 unwound Node's own code, its record of async contexts must be cleared: an error does that. */
  resetAfterTermination(): void;
  /** Ends the process for good. */
  leave(): never;
}

export function survive(output: Output): Survival {
  const exit = process.reallyExit.bind(process);
  const reset = new Error("async contexts are reset");
  process.on("uncaughtException", (error) => {
    if (error !== reset) output.print("stderr", `Uncaught ${stackOf(error)}\n`);
  });
  process.on("unhandledRejection", (reason) => {
    output.print("stderr", `Unhandled rejection: ${stackOf(reason)}\n`);
  });
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    // Node's warnings of experimental parts are about the kernel's way to import, not about the user's code.
    if (name !== "ExperimentalWarning") output.print("stderr", `${name}: ${message}\n`);
  });
  process.exit = (code) => {
    throw new ProcessExit(code);
  };
  return {
    resetAfterTermination: () =>
      void setImmediate(() => {
        throw reset;
      }),
    leave: () => exit(0) as never,
  };
}

class ProcessExit extends Error {
  override readonly name = "ProcessExit";
  constructor(code: unknown) {
    super(`process.exit(${code ?? ""}) would end the kernel. Use "Shut Down Kernel" or "Restart Kernel" for that.`);
  }
}

/** To throw here would end the process. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack ?? error) : util.inspect(error);
  } catch {
    return "something that throws an error of its own when it is looked at";
  }
}

declare global {
  namespace NodeJS {
    interface Process {
      /** Ends the process at once; not in Node's types. */
      reallyExit(code?: number): void;
    }
  }
}

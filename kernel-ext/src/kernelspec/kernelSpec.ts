// How does Jupyter start this kernel? The content of `kernel.json`.
import { fileURLToPath } from "node:url";

export const KERNEL_NAME = "cellar";

export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message";
  readonly kernel_protocol_version: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** With absolute paths: a Jupyter that was started from a desktop has another PATH. */
export function kernelSpec(node: string): KernelSpec {
  const program = fileURLToPath(new URL("../main.js", import.meta.url));
  return {
    // V8 can unwind running code only where Node does not insist on its record of async contexts.
    argv: [node, "--no-force-async-hooks-checks", program, "{connection_file}"],
    display_name: "TypeScript (Cellar)",
    language: "typescript",
    interrupt_mode: "message",
    kernel_protocol_version: "5.4",
    metadata: { debugger: false },
  };
}

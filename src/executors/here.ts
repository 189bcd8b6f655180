// Where does a node's body run? In this thread: the default.
import type { Executor } from "../contracts.ts";

export function hereExecutor(): Executor {
  return {
    name: "main",
    call: ({ body }, values) => (body as (...values: readonly unknown[]) => unknown)(...values),
  };
}

// Which nodes cannot be stopped in time? Those that compute in this thread: the plan says so before they run.
import type { FunctionNode } from "../../dataflow/node.ts";
import { limitsOf } from "../call/attemptRule.ts";
import { type CallParts, workOf } from "../call/callBody.ts";
import type { RunOptions } from "../parts.ts";

/** A sentence with the remedy; undefined where it can be stopped, and where nothing would stop it. */
export function unstoppableText(
  node: FunctionNode,
  parts: CallParts,
  { limits }: Pick<RunOptions, "limits">,
): string | undefined {
  const { timeoutMs } = limitsOf(node, limits);
  // One that waits gives the thread free for the timer.
  if (timeoutMs === undefined || node.facts.async) return undefined;
  const said = `has ${timeoutMs} ms, but cannot be stopped while it computes without a pause: it runs in the main thread`;
  const { executor } = parts;
  if (executor.mayLeave === undefined)
    return `${said}. On a worker thread it is stopped in time: \`withExecutor(workersExecutor())\`.`;
  const why = executor.mayLeave(workOf(node, parts));
  return why === undefined ? undefined : `${said}, since ${why}.`;
}

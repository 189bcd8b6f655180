// What is left of a node's detail once it waits no more?
import type { NodeDetail } from "./runRecord.ts";

/** The detail without what is said of a waiting node only; the very same where nothing of it is said. */
export function endWait(detail: NodeDetail): NodeDetail {
  if (detail.waits === undefined) return detail;
  const { waits: _, ...rest } = detail;
  return rest;
}

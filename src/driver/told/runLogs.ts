// What does the log of a finished run say, node by node?

import type { StatusLetter } from "../../protocol/index.ts";
import { hasKey, type LogEvent, type LogFacts, type LogLevel, logEvents } from "../../run/record/logLines.ts";
import type { PastRun } from "../../run/record/pastRun.ts";

/**
 * Events by node, in topological order; nodes of which nothing is to be said at that level are absent.
 *
 * @param resolved how often somebody has asked for the run's behaviors since
 */
export function runLogs(
  { record, versionsOf }: Pick<PastRun, "record" | "versionsOf">,
  level: LogLevel,
  resolved = 0,
): Readonly<Record<string, readonly LogEvent[]>> {
  const { names, kinds, deps } = record.graph;
  const asked = new Set(record.asked);
  const facts = names.map((node, i): LogFacts => {
    const { key, data } = versionsOf(node)!;
    const kind = kinds[i] === "i" ? "input" : "node";
    const status = record.status[i] as StatusLetter;
    return { node, kind, status, detail: record.detail[i], isAsked: asked.has(i), key, data };
  });
  const readers = new Uint32Array(names.length);
  facts.forEach((reader, i) => {
    if (hasKey(reader)) for (const dep of deps[i]!) readers[dep]!++;
  });
  const logged = facts.map((node, i) => [node.node, logEvents(node, level, readers[i], resolved)] as const);
  return Object.fromEntries(logged.filter(([, events]) => events.length > 0));
}

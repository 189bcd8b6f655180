// How does a log tell what happened to a node? In the tutorial's words, one line an event.
import type { StatusLetter } from "../protocol/index.ts";

/** An event of one node; `String(event)` is its line, e.g. `raw_data::adapter::execute_node`. */
export interface LogEvent {
  readonly node: string;
  readonly actor: "adapter" | "metadata_store" | "result_store";
  readonly event: string;
  readonly message: string | undefined;
  toString(): string;
}

type Spoken = readonly [actor: LogEvent["actor"], event: string, message?: string];

const KEY: readonly Spoken[] = [
  ["adapter", "resolve_behavior"],
  ["adapter", "set_cache_key"],
];
const EXECUTED: readonly Spoken[] = [
  ...KEY,
  ["metadata_store", "get_data_version", "miss"],
  ["adapter", "execute_node"],
  ["adapter", "set_data_version"],
  ["metadata_store", "set_data_version"],
  ["result_store", "set_result"],
];

/** What is said of a node with this status; the steps that matter to a reader, and all of them for debugging. */
const SPOKEN: Partial<Record<StatusLetter, readonly Spoken[]>> = {
  h: [...KEY, ["metadata_store", "get_data_version", "hit"], ["result_store", "get_result", "hit"]],
  x: EXECUTED,
  u: EXECUTED,
  f: [...KEY, ["adapter", "execute_node"], ["adapter", "failed_execution"]],
  g: [
    ["adapter", "is_input"],
    ["adapter", "set_data_version"],
  ],
};

const INFO = new Set(["get_result", "execute_node", "failed_execution"]);

/** Events of a node by its final status. */
export function logEvents(node: string, status: StatusLetter, level: "info" | "debug"): readonly LogEvent[] {
  return (SPOKEN[status] ?? [])
    .filter(([, event]) => level === "debug" || INFO.has(event))
    .map((spoken) => logEvent(node, spoken));
}

/** The line printed at the moment a node changes to this status; an execution is told as it begins. */
export function logLine(node: string, status: StatusLetter): string | undefined {
  if (status === "r") return String(logEvent(node, ["adapter", "execute_node"]));
  if (status === "h") return String(logEvent(node, ["result_store", "get_result", "hit"]));
  if (status === "f") return String(logEvent(node, ["adapter", "failed_execution"]));
  return undefined;
}

function logEvent(node: string, [actor, event, message]: Spoken): LogEvent {
  const line = `${node}::${actor}::${event}${message === undefined ? "" : `::${message}`}`;
  return { node, actor, event, message, toString: () => line };
}

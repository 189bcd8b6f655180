// How does a log tell what happened to a node? In the tutorial's words, one line an event.
import type { NodeDetail, StatusLetter } from "../../protocol/index.ts";

/** An event of one node; `String(event)` is its line, e.g. `raw_data::adapter::execute_node`. */
export interface LogEvent {
  readonly node: string;
  readonly actor: "adapter" | "metadata_store" | "result_store";
  readonly event: string;
  readonly message: string | undefined;
  /** What was resolved or set: a behavior, a cache key, a data version. */
  readonly value?: string | undefined;
  toString(): string;
}

export type LogLevel = "info" | "debug";

/** What of a node's fate its log tells. */
export interface LogFacts {
  readonly node: string;
  readonly kind: "node" | "input";
  readonly status: StatusLetter;
  readonly detail: NodeDetail | undefined;
  readonly isAsked: boolean;
  readonly key: string | undefined;
  readonly data: string | undefined;
}

type Spoken = readonly [
  actor: LogEvent["actor"],
  event: string,
  message?: string | undefined,
  value?: string | undefined,
];

const INFO = new Set(["get_result", "execute_node", "failed_execution"]);

/**
 * All events of a node, in order.
 *
 * @param readers how many nodes took its version into their keys
 * @param resolved how often somebody has asked for the run's behaviors since
 */
export function logEvents(facts: LogFacts, level: LogLevel, readers = 0, resolved = 0): readonly LogEvent[] {
  const again = Array.from({ length: resolved }, () => behaviorSpoken(facts));
  const isUntold = "npws".includes(facts.status);
  const read: Spoken[] = Array.from({ length: isUntold ? 0 : readers }, () => readSpoken(facts));
  return [...(isUntold ? [behaviorSpoken(facts)] : spokenOf(facts)), ...read, ...again]
    .filter(isSaid(level))
    .map((spoken) => eventOf(facts.node, spoken));
}

/** Did this node take the versions of what it reads into a key? */
export function hasKey({ kind, status, detail }: Pick<LogFacts, "kind" | "status" | "detail">): boolean {
  return kind === "node" && "hxufr".includes(status) && !isUnkeyed(behaviorOf(detail));
}

/**
 * The lines printed at the moment a node changes to its present status; an execution is told as it begins.
 *
 * @param deps what the node reads: that their versions are asked for is told just before
 */
export function logLines(facts: LogFacts, level: LogLevel, deps: readonly LogFacts[] = []): readonly string[] {
  const { status, node } = facts;
  if (!"rhxufg".includes(status)) return [];
  const all = spokenOf(status === "r" ? { ...facts, status: "x" } : facts);
  const begun = all.findIndex(([, event]) => event === "execute_node") + 1;
  const spoken = status === "r" ? all.slice(0, begun) : all.slice(begun);
  const isNew = status === "r" || status === "h";
  const asked =
    isNew && level === "debug" && hasKey(facts) ? deps.map((dep) => eventOf(dep.node, readSpoken(dep))) : [];
  return [...asked, ...spoken.filter(isSaid(level)).map((one) => eventOf(node, one))].map(String);
}

function spokenOf(facts: LogFacts): readonly Spoken[] {
  const { status, kind, detail, isAsked, key, data } = facts;
  const behavior = behaviorOf(detail);
  const first = [behaviorSpoken(facts), ...(isAsked ? [["adapter", "is_final_var"] as const] : [])];
  if (status === "g") return [...first, ["adapter", kind === "input" ? "is_input" : "is_override"]];
  const executed: Spoken = ["adapter", "execute_node"];
  if (isUnkeyed(behavior)) return [...first, executed, ...failed(facts)];
  const set: Spoken = ["adapter", "set_cache_key", undefined, key];
  const found: Spoken = ["adapter", "get_cache_key", "hit", key];
  const unset: Spoken = ["adapter", "get_data_version", "miss"];
  const versioned: Spoken = ["adapter", "set_data_version", undefined, data];
  const stored = (message: string): Spoken => ["metadata_store", "get_data_version", message];
  const end: Spoken[] = [found, readSpoken(facts)];
  if (status === "h")
    return [...first, set, found, unset, stored("hit"), ["result_store", "get_result", "hit", data], versioned, ...end];
  const lost = lostOf(detail);
  const asked: Spoken[] =
    behavior === "recompute" ? [] : [found, unset, stored(lost === undefined ? "miss" : "hit"), ...(lost ?? [])];
  const begun = [...first, set, ...asked, executed];
  if (status === "f") return [...begun, ...failed(facts)];
  const again = behavior === "recompute" ? [found] : [];
  // A value that was not stored has no size.
  if (detail?.size === undefined) return [...begun, ...again, ["adapter", "unhashable_data_version"], versioned];
  const isNew = status === "x" || lost !== undefined;
  return [
    ...begun,
    ...again,
    versioned,
    ["metadata_store", "set_data_version", undefined, data],
    ...end,
    ...(isNew ? [["result_store", "set_result", undefined, data] as const] : []),
  ];
}

function behaviorSpoken({ detail }: Pick<LogFacts, "detail">): Spoken {
  return ["adapter", "resolve_behavior", undefined, behaviorOf(detail)];
}

function readSpoken({ data }: Pick<LogFacts, "data">): Spoken {
  return ["adapter", "get_data_version", "hit", data];
}

function failed({ status, detail }: Pick<LogFacts, "status" | "detail">): readonly Spoken[] {
  return status === "f" ? [["adapter", "failed_execution", detail?.error?.message.split("\n")[0]]] : [];
}

/** Who asked for an execution asked for `recompute`, whatever the node's behavior is otherwise. */
export function behaviorOf(detail: NodeDetail | undefined): string {
  const gate = detail?.cues?.[0]?.cue;
  if (gate === "disabled") return "disable";
  if (gate === "ignored") return "ignore";
  return gate === "forced" ? "recompute" : (detail?.behavior ?? "default");
}

const isUnkeyed = (behavior: string) => behavior === "disable" || behavior === "ignore";

function lostOf(detail: NodeDetail | undefined): readonly Spoken[] | undefined {
  const gate = detail?.cues?.[0]?.cue;
  if (gate === "result missing") return [["result_store", "missing_result"]];
  return gate === "result corrupt" ? [["result_store", "failed_retrieval"]] : undefined;
}

function isSaid(level: LogLevel): (spoken: Spoken) => boolean {
  return ([, event]) => level === "debug" || INFO.has(event);
}

function eventOf(node: string, [actor, event, message, value]: Spoken): LogEvent {
  const line = `${node}::${actor}::${event}${message === undefined ? "" : `::${message}`}`;
  return { node, actor, event, message, ...(value === undefined ? {} : { value }), toString: () => line };
}

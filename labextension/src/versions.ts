// Which data version and which key has each node, and how many did it have over all runs shown?
import type { TranslationBundle } from "@jupyterlab/translation";
import { type GraphRecord, type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { shorten } from "cellar/view";
import { element } from "./element.ts";

/** A longer table is cut, and begins with what changed. */
const MOST_NODES = 200;
/** What is seen without scrolling keeps the order of the graph, so that no row moves while scrubbing. */
const SEEN_NODES = 10;

/** What a reader looks for first. */
const ORDER = "frxuwpshgn";

/** How many different data versions and keys a node had, and which of them, by first appearance, this run has. */
export interface Versions {
  readonly version: number;
  readonly versions: number;
  readonly keys: number;
  /** Number of the run before that had the same data version. */
  readonly same?: number;
}

/** @param runs - All runs shown, oldest first; a node is the one of its name in each, whatever the dataflow. */
export function versionsOf(name: string, run: RunRecord, runs: readonly RunRecord[]): Versions {
  const data = new Set<string>();
  const keys = new Set<string>();
  const own = run.data[placeOf(run.graph, name)] ?? "";
  let before: RunRecord | undefined;
  let isBefore = true;
  for (const other of runs) {
    const node = placeOf(other.graph, name);
    if (other.run === run.run) isBefore = false;
    if (other.key[node]) keys.add(other.key[node]);
    if (!other.data[node]) continue;
    data.add(other.data[node]);
    if (isBefore) before = other;
  }
  const isSame = own !== "" && before !== undefined && before.data[placeOf(before.graph, name)] === own;
  return {
    version: [...data].indexOf(own) + 1,
    versions: data.size,
    keys: keys.size,
    ...(isSame ? { same: before!.n } : {}),
  };
}

/** The nodes of a table's rows: the changed ones first where it is long, and no more than can be read. */
export function rowsOf(status: string): number[] {
  const nodes = Array.from(status, (_, node) => node);
  if (nodes.length <= SEEN_NODES) return nodes;
  const rank = (node: number): number => ORDER.indexOf(status[node]!);
  return nodes.sort((a, b) => rank(a) - rank(b) || a - b).slice(0, MOST_NODES);
}

export function renderVersions(run: RunRecord, runs: readonly RunRecord[], trans: TranslationBundle): HTMLElement[] {
  const heads = [
    trans.__("node"),
    trans.__("status"),
    trans.__("data version"),
    trans.__("cache key"),
    trans.__("from run"),
  ];
  const nodes = rowsOf(run.status);
  const rows = nodes.map((node) => {
    const name = run.graph.names[node] ?? "";
    const letter = run.status[node] as StatusLetter;
    const { sign, word } = STATUS_WORDS[letter];
    const { version, versions, keys, same } = versionsOf(name, run, runs);
    const from = run.from[node] ?? 0;
    const told = [
      version > 0 && trans.__("%1 of %2", version, versions),
      same !== undefined && trans.__("same as in run %1", same),
    ].filter((part) => part !== false);
    return element(
      "tr",
      {},
      element("th", { scope: "row", title: name.slice(0, 500) }, shorten(name, 28)),
      element("td", { class: `cellar-status-${letter} cellar-mod-status` }, `${sign} ${word}`),
      element("td", {}, ...digest(run.data[node], told)),
      element("td", {}, ...digest(run.key[node], keys > 0 ? [trans._n("1 key", "%1 keys", keys)] : [])),
      element("td", {}, from > 0 ? String(from) : ""),
    );
  });
  const table = element(
    "table",
    { class: "cellar-Table cellar-Versions" },
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows),
  );
  const left = run.graph.names.length - nodes.length;
  if (left === 0) return [table];
  return [table, element("p", { class: "cellar-mod-quiet" }, trans._n("and 1 more node", "and %1 more nodes", left))];
}

function digest(text: string | undefined, told: readonly string[]): (HTMLElement | string)[] {
  if (text === undefined || text === "") return [];
  // Without the spaces a screen reader would read one word.
  const more = told.flatMap((part) => [" ", element("span", { class: "cellar-mod-quiet" }, part)]);
  return [element("code", {}, shorten(text, 12)), ...more];
}

const places = new WeakMap<GraphRecord, Map<string, number>>();

/** Index of the first node of a name, or -1. */
function placeOf(graph: GraphRecord, name: string): number {
  const known = places.get(graph) ?? new Map<string, number>();
  if (!places.has(graph)) {
    for (const [node, each] of graph.names.entries()) if (!known.has(each)) known.set(each, node);
    places.set(graph, known);
  }
  return known.get(name) ?? -1;
}

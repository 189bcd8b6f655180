// Which data version and which key has each node, and how many did it have over all runs shown?
import type { TranslationBundle } from "@jupyterlab/translation";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { shorten } from "cellar/view";
import { element } from "./element.ts";

const MOST_NODES = 500;

/** How many different data versions and keys a node had, and which of them, by first appearance, this run has. */
export interface Versions {
  readonly version: number;
  readonly versions: number;
  readonly keys: number;
}

/** @param runs - All runs shown, oldest first. */
export function versionsOf(name: string, run: RunRecord, runs: readonly RunRecord[]): Versions {
  const data = new Set<string>();
  const keys = new Set<string>();
  for (const other of runs) {
    const node = other.graph.names.indexOf(name);
    if (other.data[node]) data.add(other.data[node]);
    if (other.key[node]) keys.add(other.key[node]);
  }
  const own = run.data[run.graph.names.indexOf(name)] ?? "";
  return { version: [...data].indexOf(own) + 1, versions: data.size, keys: keys.size };
}

export function renderVersions(run: RunRecord, runs: readonly RunRecord[], trans: TranslationBundle): HTMLElement {
  const kin = runs.filter((other) => other.dataflow.id === run.dataflow.id);
  const heads = [
    trans.__("node"),
    trans.__("status"),
    trans.__("data version"),
    trans.__("cache key"),
    trans.__("from run"),
  ];
  const rows = run.graph.names.slice(0, MOST_NODES).map((name, node) => {
    const letter = run.status[node] as StatusLetter;
    const { sign, word } = STATUS_WORDS[letter];
    const { version, versions, keys } = versionsOf(name, run, kin);
    const from = run.from[node] ?? 0;
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, shorten(name, 40)),
      element("td", { class: `cellar-status-${letter} cellar-mod-status` }, `${sign} ${word}`),
      element("td", {}, digest(run.data[node]), version > 0 && quiet(trans.__("%1 of %2", version, versions))),
      element("td", {}, digest(run.key[node]), keys > 0 && quiet(trans._n("1 key", "%1 keys", keys))),
      element("td", {}, from > 0 ? String(from) : ""),
    );
  });
  return element(
    "div",
    { class: "cellar-Table-frame" },
    element(
      "table",
      { class: "cellar-Table cellar-Versions" },
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...rows),
    ),
  );
}

function digest(text: string | undefined): HTMLElement | false {
  return text !== undefined && text !== "" && element("code", {}, shorten(text, 12));
}

function quiet(text: string): HTMLElement {
  return element("span", { class: "cellar-mod-quiet" }, text);
}

// Which run is this, and when was it?
import type { TranslationBundle } from "@jupyterlab/translation";
import type { RunRecord } from "cellar/protocol";
import { formatDuration, shorten } from "cellar/view";
import { element } from "./element.ts";

export function renderTitle(run: RunRecord, trans: TranslationBundle): HTMLElement {
  const at = new Date(run.at);
  const took = run.state === "running" ? trans.__("running …") : formatDuration(run.ms);
  const state = run.state === "interrupted" && element("span", {}, trans.__("interrupted"));
  return element(
    "div",
    { class: "cellar-Title" },
    element("span", { class: "cellar-Title-run" }, trans.__("Run %1", run.n)),
    element("span", { class: "cellar-Title-dataflow", title: run.dataflow.label }, shorten(run.dataflow.label, 60)),
    element("time", { datetime: at.toISOString(), title: `${at.toLocaleString()} · ${run.run}` }, timeOf(at)),
    element("span", {}, took),
    state,
  );
}

/** The clock for today's runs, date and clock for older ones. */
function timeOf(at: Date): string {
  const isToday = new Date().toDateString() === at.toDateString();
  return isToday
    ? at.toLocaleTimeString()
    : at.toLocaleString(undefined, {
        year: "numeric",
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
      });
}

// Which run is this, and when was it?
import type { TranslationBundle } from "@jupyterlab/translation";
import type { RunRecord } from "cellar/protocol";
import { formatDuration, shorten } from "cellar/view";
import { element } from "./element.ts";

/** @param place - In the panel, whose head names the notebook, the title does not. */
export function renderTitle(run: RunRecord, trans: TranslationBundle, place: "panel" | "output"): HTMLElement {
  const at = new Date(run.at);
  const { label } = run.dataflow;
  const name = place === "panel" ? label.replace(/^.{1,200}?\.ipynb · (?=.)/u, "") : label;
  // A run that was killed could not tell how long it took.
  const took = run.state === "running" ? trans.__("running …") : run.ms > 0 ? formatDuration(run.ms) : "";
  return element(
    "div",
    { class: "cellar-Title" },
    element(
      "span",
      { class: "cellar-Title-run", title: trans.__("The number of the run in its store") },
      trans.__("Run %1", run.n),
    ),
    element("span", { class: "cellar-Title-dataflow", title: label.slice(0, 500) }, shorten(name, 60)),
    element("time", { datetime: at.toISOString(), title: `${at.toLocaleString()} · ${run.run}` }, timeOf(at)),
    took !== "" && element("span", {}, took),
    run.state === "interrupted" && element("span", {}, trans.__("interrupted")),
  );
}

/** The clock for today's runs, date and clock for older ones, the year where it is another. */
function timeOf(at: Date): string {
  const now = new Date();
  return now.toDateString() === at.toDateString()
    ? at.toLocaleTimeString()
    : at.toLocaleString(undefined, {
        ...(now.getFullYear() === at.getFullYear() ? {} : { year: "numeric" }),
        month: "short",
        day: "numeric",
        hour: "2-digit",
        minute: "2-digit",
      });
}

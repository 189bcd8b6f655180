// How many nodes of a run were hit, executed, and so on? As chips with sign, number and word.
import type { TranslationBundle } from "@jupyterlab/translation";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { formatDuration } from "cellar/view";
import { element } from "./element.ts";

/** What a reader looks for first. */
const ORDER: readonly StatusLetter[] = ["f", "r", "x", "u", "h", "s", "w", "p"];

export function renderCounts(run: RunRecord, trans: TranslationBundle): HTMLElement {
  const counts = new Map<StatusLetter, number>();
  for (const letter of run.status as Iterable<StatusLetter>) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const chips = ORDER.filter((letter) => counts.has(letter)).map((letter) => {
    const count = counts.get(letter) ?? 0;
    const word = letter === "h" ? trans._n("hit", "hits", count) : STATUS_WORDS[letter].word;
    return element(
      "span",
      { class: `cellar-Count cellar-status-${letter}` },
      element("span", { class: "cellar-Count-sign", "aria-hidden": "true" }, STATUS_WORDS[letter].sign),
      ` ${count} ${word}`,
    );
  });
  const saved =
    run.saved.ms > 0 &&
    element("span", { class: "cellar-Count-saved" }, trans.__("saved %1", formatDuration(run.saved.ms)));
  return element("div", { class: "cellar-Counts" }, ...chips, saved);
}

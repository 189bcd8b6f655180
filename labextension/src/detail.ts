// Why did this node execute, and what did it give? The detail of one node of a run.
import type { TranslationBundle } from "@jupyterlab/translation";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { causesOf, shorten } from "cellar/view";
import { element } from "./element.ts";
import { factsOf, isTold } from "./facts.ts";
import { longText } from "./longText.ts";
import { renderPreview } from "./preview.ts";

export interface DetailOptions {
  readonly trans: TranslationBundle;
  /** The run to compare with. */
  readonly base: RunRecord | undefined;
  /** Selects another node. */
  readonly select: (name: string) => void;
  readonly close: () => void;
}

export function renderDetail(run: RunRecord, node: number, options: DetailOptions): HTMLElement {
  const { trans, base } = options;
  const letter = run.status[node] as StatusLetter;
  const detail = run.detail[node] ?? {};
  return element(
    "section",
    {
      class: "cellar-Detail",
      tabindex: -1,
      "aria-label": trans.__("Node %1", shorten(run.graph.names[node] ?? "", 60)),
    },
    element(
      "div",
      { class: "cellar-Detail-head" },
      element("h3", { title: shorten(run.graph.names[node] ?? "", 500) }, shorten(run.graph.names[node] ?? "", 60)),
      closeButton(options),
    ),
    element(
      "span",
      { class: `cellar-Count cellar-status-${letter}` },
      `${STATUS_WORDS[letter].sign} ${STATUS_WORDS[letter].word}`,
    ),
    renderCauses(run, node, options),
    renderFields(run, node, trans),
    ...renderMarks(detail.marks ?? [], trans),
    renderError(detail.error?.stack),
    renderFacts(run, node, base, trans),
    detail.preview !== undefined && renderPreview(detail.preview),
  );
}

export function closeButton({ trans, close }: Pick<DetailOptions, "trans" | "close">): HTMLElement {
  const button = element(
    "button",
    { class: "cellar-Detail-close", type: "button", "aria-label": trans.__("Close") },
    "×",
  );
  button.addEventListener("click", close);
  return button;
}

/** The root cause first, large; then what led from it to this node. */
function renderCauses(run: RunRecord, node: number, { trans, select }: DetailOptions) {
  const lines = causesOf(run, node).map((cause) => {
    if (cause.node === node) return element("div", {}, ...longText(cause.text, trans));
    const name = run.graph.names[cause.node] ?? "";
    const link = element(
      "button",
      { class: "cellar-Detail-root", type: "button", title: trans.__("Show this node") },
      shorten(name, 40),
    );
    link.addEventListener("click", () => select(name));
    return element(
      "div",
      {},
      ...longText(cause.text, trans),
      " ",
      element("span", { class: "cellar-Detail-in" }, trans.__("in"), " ", link),
    );
  });
  const from = run.from[node] ?? 0;
  if (run.status[node] === "h" && from > 0)
    lines.unshift(element("div", {}, trans.__("same code and data as in run %1", from)));
  return lines.length > 0 && element("div", { class: "cellar-Detail-causes" }, ...lines);
}

/** What the key of the node cannot hold. */
function renderMarks(marks: readonly string[], trans: TranslationBundle) {
  return marks
    .slice(0, 10)
    .map((mark) => element("div", { class: "cellar-Detail-mark", role: "note" }, "⚑ ", ...longText(mark, trans)));
}

/** The fields of the key that differ, before → after, where the sentence does not say so already. */
function renderFields(run: RunRecord, node: number, trans: TranslationBundle) {
  const cues = (run.detail[node]?.cues ?? []).filter((cue) => !isTold(cue));
  if (cues.length === 0) return false;
  const fields = cues.map((cue) => [
    element("dt", {}, shorten(cue.field ?? cue.cue, 60)),
    element(
      "dd",
      {},
      element("del", {}, shorten(cue.before ?? "–", 80)),
      " → ",
      element("ins", {}, shorten(cue.after ?? "–", 80)),
    ),
  ]);
  return element(
    "dl",
    { class: "cellar-Facts cellar-Fields", "aria-label": trans.__("What differs in the key") },
    ...fields.flat(),
  );
}

function renderError(stack: string | undefined) {
  return stack !== undefined && element("pre", { class: "cellar-Detail-stack" }, stack.slice(0, 4000));
}

function renderFacts(run: RunRecord, node: number, base: RunRecord | undefined, trans: TranslationBundle) {
  const facts = factsOf(run, node, base, trans);
  return element(
    "dl",
    { class: "cellar-Facts" },
    ...facts.flatMap(([name, value]) => [element("dt", {}, shorten(name, 40)), element("dd", {}, shorten(value, 120))]),
  );
}

// Why did this node execute, and what did it give? The detail of one node of a run.
import type { TranslationBundle } from "@jupyterlab/translation";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { causesOf, shorten } from "cellar/view";
import { codeText, element } from "./element.ts";
import { factsOf } from "./facts.ts";
import { renderPreview } from "./preview.ts";

export interface DetailOptions {
  readonly trans: TranslationBundle;
  /** The run to compare with. */
  readonly base: RunRecord | undefined;
  /** Selects another node, or none. */
  readonly select: (name: string | undefined) => void;
}

export function renderDetail(run: RunRecord, node: number, { trans, base, select }: DetailOptions): HTMLElement {
  const letter = run.status[node] as StatusLetter;
  const detail = run.detail[node] ?? {};
  const close = element(
    "button",
    { class: "cellar-Detail-close", type: "button", "aria-label": trans.__("Close") },
    "×",
  );
  close.addEventListener("click", () => select(undefined));
  return element(
    "section",
    { class: "cellar-Detail", "aria-label": trans.__("Node %1", shorten(run.graph.names[node] ?? "", 60)) },
    element(
      "header",
      { class: "cellar-Detail-head" },
      element("h3", { title: shorten(run.graph.names[node] ?? "", 500) }, shorten(run.graph.names[node] ?? "", 60)),
      close,
    ),
    element(
      "span",
      { class: `cellar-Count cellar-status-${letter}` },
      `${STATUS_WORDS[letter].sign} ${STATUS_WORDS[letter].word}`,
    ),
    renderCauses(run, node, trans, select),
    renderFields(run, node, trans),
    ...renderMarks(detail.marks ?? []),
    renderError(detail.error?.stack),
    renderFacts(run, node, base, trans),
    detail.preview !== undefined && renderPreview(detail.preview),
  );
}

/** The root cause first, large; then what led from it to this node. */
function renderCauses(run: RunRecord, node: number, trans: TranslationBundle, select: DetailOptions["select"]) {
  const causes = causesOf(run, node);
  if (causes.length === 0) return false;
  const lines = causes.map((cause) => {
    if (cause.node === node) return element("p", {}, ...codeText(cause.text));
    const name = run.graph.names[cause.node] ?? "";
    const link = element(
      "button",
      { class: "cellar-Detail-root", type: "button", title: trans.__("Show this node") },
      shorten(name, 40),
    );
    link.addEventListener("click", () => select(name));
    return element(
      "p",
      {},
      ...codeText(cause.text),
      " ",
      element("span", { class: "cellar-Detail-in" }, trans.__("in"), " ", link),
    );
  });
  return element("div", { class: "cellar-Detail-causes" }, ...lines);
}

/** What the key of the node cannot hold. */
function renderMarks(marks: readonly string[]) {
  return marks
    .slice(0, 10)
    .map((mark) => element("p", { class: "cellar-Detail-mark", role: "note" }, "⚑ ", ...codeText(mark.slice(0, 500))));
}

/** The fields of the key that differ, before → after. */
function renderFields(run: RunRecord, node: number, trans: TranslationBundle) {
  const cues = (run.detail[node]?.cues ?? []).filter((cue) => cue.before !== undefined || cue.after !== undefined);
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

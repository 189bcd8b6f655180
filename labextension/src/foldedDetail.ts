// Which nodes are folded into a stub?
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "cellar/protocol";
import { type PictureBox, shorten } from "cellar/view";
import { closeButton, type DetailOptions } from "./detail.ts";
import { element } from "./element.ts";

const MOST_NODES = 200;

export function renderFolded(
  run: RunRecord,
  stub: PictureBox,
  { trans, select, close }: Pick<DetailOptions, "trans" | "select" | "close">,
): HTMLElement {
  const items = stub.nodes.slice(0, MOST_NODES).map((node) => {
    const { sign, word } = STATUS_WORDS[run.status[node] as StatusLetter];
    const name = run.graph.names[node] ?? "";
    const button = element(
      "button",
      { class: "cellar-Detail-root", type: "button", title: word },
      `${sign} ${shorten(name, 40)}`,
    );
    button.addEventListener("click", () => select(name));
    return element("li", {}, button);
  });
  const left = stub.nodes.length - items.length;
  return element(
    "section",
    { class: "cellar-Detail", tabindex: -1, "aria-label": stub.label },
    element("div", { class: "cellar-Detail-head" }, element("h3", {}, stub.label), closeButton({ trans, close })),
    element("ul", { class: "cellar-Folded" }, ...items, left > 0 && element("li", {}, trans.__("and %1 more", left))),
  );
}

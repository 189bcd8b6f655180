// What does a value look like? Its type, its shape, and a small table or a line of text.
import type { Preview } from "cellar/protocol";
import { shorten } from "cellar/view";
import { element } from "./element.ts";

const MOST_ROWS = 8;
const MOST_COLUMNS = 12;

export function renderPreview(preview: Preview): HTMLElement {
  const shape = preview.shape === undefined ? "" : ` ${preview.shape.join(" × ")}`;
  return element(
    "div",
    { class: "cellar-Preview" },
    element("div", { class: "cellar-Preview-type" }, `${shorten(preview.type, 60)}${shape}`),
    preview.text !== undefined && element("pre", { class: "cellar-Preview-text" }, preview.text.slice(0, 2000)),
    preview.rows !== undefined && renderTable(preview.columns ?? [], preview.rows),
  );
}

function renderTable(columns: readonly string[], rows: NonNullable<Preview["rows"]>): HTMLElement {
  const head = columns.slice(0, MOST_COLUMNS).map((name) => element("th", { scope: "col" }, shorten(name, 30)));
  const body = rows
    .slice(0, MOST_ROWS)
    .map((row) =>
      element(
        "tr",
        {},
        ...row
          .slice(0, MOST_COLUMNS)
          .map((cell) =>
            element(
              "td",
              { class: typeof cell === "number" ? "cellar-mod-number" : undefined },
              cell === null ? "–" : shorten(String(cell), 40),
            ),
          ),
      ),
    );
  return element(
    "div",
    { class: "cellar-Table-frame" },
    element(
      "table",
      { class: "cellar-Table" },
      head.length > 0 && element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    ),
  );
}

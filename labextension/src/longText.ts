// How is a text shown that may be longer than anyone wants to read?
import type { TranslationBundle } from "@jupyterlab/translation";
import { codeText, element } from "./element.ts";

const MOST = 500;

/** The text, or its beginning with the whole to unfold below; `` `names` `` stand in the font of code. */
export function longText(text: string, trans: TranslationBundle): Node[] {
  if (text.length <= MOST) return codeText(text);
  return [
    ...codeText(`${text.slice(0, MOST - 1)}…`),
    element(
      "details",
      { class: "cellar-More" },
      element("summary", {}, trans.__("show all %1 characters", text.length)),
      element("div", {}, text),
    ),
  ];
}

// What does the doc comment above a declaration say first?
import type { Node } from "typescript";
import { compiler } from "./compiler.ts";

/** First paragraph of the doc comment, on one line; undefined where there is none. */
export function docOf(declaration: Node): string | undefined {
  const ts = compiler();
  const comment = ts.getJSDocCommentsAndTags(declaration).findLast((doc) => ts.isJSDoc(doc));
  const text = comment === undefined ? undefined : ts.getTextOfJSDocComment(comment.comment);
  const paragraph = text
    ?.split(/\r?\n[ \t]*\r?\n/)[0]
    ?.replace(/\s+/g, " ")
    .trim();
  return paragraph === "" ? undefined : paragraph;
}

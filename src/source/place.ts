// Where in the text does a node stand, and how does its line read?
import type { Node, SourceFile } from "typescript";
import type { Place } from "./facts.ts";

/** Line and column of a position, counted from 1. */
export function placeAt(file: SourceFile, position: number): Place {
  const { line, character } = file.getLineAndCharacterOfPosition(position);
  return { line: line + 1, column: character + 1 };
}

export function placeOf(node: Node): Place {
  const file = node.getSourceFile();
  return placeAt(file, node.getStart(file));
}

const LONGEST = 80;

/** The code of a node on one line, cut where it is long. */
export function shortText(node: Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

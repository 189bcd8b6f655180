// What is there to draw? Boxes and their ties, the same for the static picture and for the browser.
import {
  type DataflowRecord,
  type GraphRecord,
  type PlanRecord,
  type PlanWord,
  type RunRecord,
  STATUS_WORDS,
  type StatusLetter,
} from "../protocol/index.ts";
import { foldGraph } from "./foldGraph.ts";
import { formatDuration } from "./formatDuration.ts";
import { type Direction, type Layout, layoutGraph, type Size } from "./layout/layoutGraph.ts";
import { printable, shorten } from "./printable.ts";

export interface PictureBox {
  /** What the box is called in every picture of the same dataflow: a node's name, or what a stub stands for. */
  readonly key: string;
  readonly kind: "input" | "node" | "stub";
  /** Undefined in a dataflow that has not run. */
  readonly status: StatusLetter | undefined;
  /** A hit whose value other code computed, and which the user accepted: drawn dashed. */
  readonly isAccepted?: boolean;
  readonly label: string;
  /** The second line: the status in words and what it cost. */
  readonly sub: string;
  /** Indices of the nodes it stands for: one, or those of a stub. */
  readonly nodes: readonly number[];
}

export interface Picture {
  readonly boxes: readonly PictureBox[];
  /** Indices of the boxes that each box reads. */
  readonly deps: readonly (readonly number[])[];
}

/** Above this many nodes the unchanged part is folded. */
export const FOLD_ABOVE = 150;

/** @param most - Largest number of nodes drawn one by one. */
export function pictureOfRun(record: RunRecord, most: number = FOLD_ABOVE): Picture {
  const letters = record.status as string & Iterable<StatusLetter>;
  const fold = foldGraph({ deps: record.graph.deps, status: record.status, asked: record.asked, most });
  return {
    deps: fold.deps,
    boxes: fold.groups.map((nodes) => {
      const [node] = nodes;
      if (nodes.length !== 1 || node === undefined) return stubOf(nodes, record.graph, letters);
      const box = boxOf(record.graph, node);
      const status = letters[node] as StatusLetter;
      const isAccepted = status === "h" && record.detail[node]?.note?.cue === "accepted";
      return { ...box, status, isAccepted, sub: subOf(record, node, roomOf(box), isAccepted ? "accepted" : undefined) };
    }),
  };
}

/** The picture of what a run would do: boxes have the look of the status that each node would have. */
export function pictureOfPlan(record: PlanRecord, most: number = FOLD_ABOVE): Picture {
  const letters = record.what.map((word) => PLAN_LETTERS[word]).join("");
  const fold = foldGraph({ deps: record.graph.deps, status: letters, asked: record.asked, most });
  return {
    deps: fold.deps,
    boxes: fold.groups.map((nodes) => {
      const [node] = nodes;
      if (nodes.length !== 1 || node === undefined)
        return stubOf(nodes, record.graph, letters, (letter) => PLAN_WORDS[letter] ?? STATUS_WORDS[letter].word);
      const box = boxOf(record.graph, node);
      return { ...box, status: letters[node] as StatusLetter, sub: subOfPlan(record, node, roomOf(box)) };
    }),
  };
}

/** The word and, where there is room, what it will cost or saves. */
function subOfPlan({ what, detail }: PlanRecord, node: number, room: number): string {
  const word = what[node]!;
  const ms = detail[node]?.expectedMs;
  if (ms === undefined) return word;
  const told = `${word} · ${word === "hit" ? "saves " : "≈ "}${formatDuration(ms)}`;
  const short = told.replace("≈ ", "");
  return [told, short].find((text) => widthOf(text) * SUB_SCALE <= room) ?? word;
}

const PLAN_LETTERS: Readonly<Record<PlanWord, StatusLetter>> = {
  given: "g",
  hit: "h",
  execute: "x",
  "may execute": "w",
  "not needed": "n",
};
const PLAN_WORDS: Partial<Record<StatusLetter, string>> = { x: "execute", w: "may execute" };

/** The picture of a dataflow that has not run. */
export function pictureOfDataflow(record: DataflowRecord, most: number = FOLD_ABOVE): Picture {
  const { graph } = record;
  const fold = foldGraph({ deps: graph.deps, status: undefined, asked: [], most });
  return {
    deps: fold.deps,
    boxes: fold.groups.map((nodes) => {
      const [node] = nodes;
      if (nodes.length !== 1 || node === undefined) return stubOf(nodes, graph, undefined);
      const box = boxOf(graph, node);
      const module = graph.modules[graph.module[node] ?? -1];
      return {
        ...box,
        status: undefined,
        sub: box.kind === "input" ? "input" : fit(module?.name ?? "", roomOf(box) + SIGN),
      };
    }),
  };
}

/** Lays a picture out; a box is as large as its label needs, whatever its status, so that nothing moves between runs. */
export function layoutPicture(picture: Picture, direction: Direction): Layout {
  return layoutGraph(
    { names: picture.boxes.map((box) => box.key), deps: picture.deps },
    { direction, sizeOf: (box) => sizeOf(picture.boxes[box]!) },
  );
}

/** What stands beside a text in a box, in px: the margin before the sign, the sign, and the margin behind the text. */
const MARGIN = { input: [16, 20], node: [12, 14] } as const;
const SIGN = 18;

/** Size of a box in px, from the width of its label; wide enough for every status and duration below it. */
export function sizeOf({ label, kind }: Pick<PictureBox, "label" | "kind">): Size {
  const least = kind === "input" ? 160 : 154;
  return { width: Math.max(least, Math.ceil(widthOf(label)) + 54 - (kind === "input" ? 0 : 10)), height: 44 };
}

/** Width of a text of 12 px, semi-bold, in the widest of the usual fonts. */
function widthOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + widthOfLetter(letter), 0);
}

function widthOfLetter(letter: string): number {
  if (letter > "\u1100") return 13;
  if (/[fijlrtI .,:;'|()[\]·-]/.test(letter)) return 5.5;
  if (/[mwMW@%]/.test(letter)) return 12.5;
  return /[A-Z_]/.test(letter) ? 9.3 : 8.4;
}

/** The second line is of 10 px and not bold. */
const SUB_SCALE = 0.77;

/** Room for the second line beside the sign, in px. */
function roomOf(box: Pick<PictureBox, "label" | "kind">): number {
  const [before, behind] = MARGIN[box.kind === "input" ? "input" : "node"];
  return sizeOf(box).width - before - SIGN - behind;
}

/** Shortens a text until it fits, behind others that stay whole. */
function fit(text: string, room: number, lead = ""): string {
  let most = Math.min(Array.from(text).length, 40);
  const shortened = (): string => `${lead}${shorten(text, most)}`;
  while (most > 1 && widthOf(shortened()) * SUB_SCALE > room) most--;
  return shortened();
}

function boxOf(graph: GraphRecord, node: number) {
  const name = graph.names[node] ?? "";
  const kind: "input" | "node" = graph.kinds[node] === "i" ? "input" : "node";
  return { key: name, kind, label: shorten(name, 26), nodes: [node] };
}

/** @param instead - Said in place of the status's word. */
function subOf(record: RunRecord, node: number, room: number, instead?: string): string {
  const letter = record.status[node] as StatusLetter;
  const word = instead ?? STATUS_WORDS[letter].word;
  const took = record.took[node] ?? 0;
  if (letter === "g") {
    const preview = record.detail[node]?.preview?.text;
    return preview === undefined ? word : fit(preview, room, `${word} · `);
  }
  const items = record.detail[node]?.items;
  if (items !== undefined && letter !== "h") return fit(items.text, room, `${word} · `);
  if (letter === "h" && took > 0) {
    const whole = `${word} · saved ${formatDuration(took)}`;
    return widthOf(whole) * SUB_SCALE <= room ? whole : word;
  }
  if (letter === "x" || letter === "u" || letter === "f") return took > 0 ? `${word} · ${formatDuration(took)}` : word;
  return word;
}

/** A stub is called after what most of its nodes are: "112 hits". */
function stubOf(
  nodes: readonly number[],
  graph: GraphRecord,
  letters: string | undefined,
  wordOf = (letter: StatusLetter): string => STATUS_WORDS[letter].word,
): PictureBox {
  const counts = new Map<StatusLetter, number>();
  for (const node of letters === undefined ? [] : nodes) {
    const letter = letters?.[node] as StatusLetter;
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const [main, second] = [...counts].sort((a, b) => b[1] - a[1]);
  const told = ([letter, count]: readonly [StatusLetter, number]): string =>
    letter === "h" ? `${count} ${count === 1 ? "hit" : "hits"}` : `${count} ${wordOf(letter)}`;
  const first = graph.names[nodes[0] ?? 0] ?? "";
  return {
    key: `${nodes.length} from ${first}`,
    kind: "stub",
    status: main?.[0],
    label: main === undefined ? `${nodes.length} nodes` : told(main),
    sub: second === undefined ? shorten(`${printable(first)} …`, 20) : `${told(second)}${counts.size > 2 ? ", …" : ""}`,
    nodes,
  };
}

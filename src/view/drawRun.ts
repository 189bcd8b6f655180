// What does a run look like where nothing but a picture can be shown?
import type { DataflowRecord, RunRecord } from "../protocol/index.ts";
import { drawHeading, drawPage, drawPicture } from "./drawPicture.ts";
import { FOLD_ABOVE, type Picture, pictureOfDataflow, pictureOfRun } from "./picture.ts";
import { shorten } from "./printable.ts";
import { writeSummary } from "./writeSummary.ts";

/** Largest size of a static picture in bytes, with room to spare below 100 kB. */
const MOST_BYTES = 90_000;

/** A static, standalone SVG of a run, at most 100 kB: above 150 nodes the unchanged part is folded into stubs. */
export function drawRun(record: RunRecord): string {
  const summary = writeSummary(record);
  const heading = drawHeading(summary, titleOf(record));
  return drawSmall(
    (most) => pictureOfRun(record, most),
    (picture) => drawPage(`${summary}: ${titleOf(record)}`, [heading, drawPicture(picture)]),
  );
}

/** A static, standalone SVG of a dataflow that has not run. */
export function drawDataflow(record: DataflowRecord): string {
  const inputs = record.graph.kinds.replace(/[^i]/g, "").length;
  const nodes = record.graph.names.length - inputs;
  const told = `${count(nodes, "node")}, ${count(inputs, "input")}`;
  const heading = drawHeading(shorten(record.label, 40), told);
  return drawSmall(
    (most) => pictureOfDataflow(record, most),
    (picture) => drawPage(`${shorten(record.label, 40)}: ${told}`, [heading, drawPicture(picture)]),
  );
}

/** `run 57 · sales.ipynb · basics` */
export function titleOf(record: Pick<RunRecord, "n" | "dataflow">): string {
  return `run ${record.n} · ${shorten(record.dataflow.label, 60)}`;
}

/** Folds more until the text is small enough. */
export function drawSmall(pictureOf: (most: number) => Picture, draw: (picture: Picture) => string): string {
  let most = FOLD_ABOVE;
  let svg = draw(pictureOf(most));
  while (byteLength(svg) > MOST_BYTES && most > 8) {
    most = Math.floor(most / 2);
    svg = draw(pictureOf(most));
  }
  return svg;
}

/** UTF-8 bytes, without an encoder, which is neither in the language nor needed. */
function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7ff) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

// What does a picture look like as standalone SVG text?
import { STATUS_WORDS } from "../protocol/index.ts";
import type { Box, Layout } from "./layout/layoutGraph.ts";
import { routePath } from "./layout/routePath.ts";
import { FAINT, LINE, PALETTE, PAPER, PLAIN, TEXT } from "./palette.ts";
import { layoutPicture, type Picture, type PictureBox } from "./picture.ts";
import { printable } from "./printable.ts";

/** A piece of a drawing, with the room it takes in px. */
export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Draws boxes and edges from (0, 0), left to right, or downwards where that is shown larger. */
export function drawPicture(picture: Picture): Drawing {
  const flat = layoutPicture(picture, "LR");
  const layout =
    scaleOf(flat) < 1 ? [flat, layoutPicture(picture, "TB")].sort((a, b) => scaleOf(b) - scaleOf(a))[0]! : flat;
  const edges = layout.routes.map((route) => `<path d="${routePath(route, layout.direction)}"/>`).join("");
  const boxes = picture.boxes.map((box, i) => drawBox(box, layout.boxes[i]!)).join("");
  return {
    svg: `<g fill="none" stroke="${LINE}" stroke-width="1.3">${edges}</g>${boxes}`,
    width: layout.width,
    height: layout.height,
  };
}

/** A page shows a picture at its width at most, and nobody scrolls for ever. */
function scaleOf({ width, height }: Layout): number {
  return Math.min(1, 1100 / width, 3000 / height);
}

function drawBox(box: PictureBox, place: Box): string {
  const { ink, ground, dash, thick } = box.status === undefined ? PLAIN : PALETTE[box.status];
  const { x, y, width, height } = roundBox(place);
  const rounded = box.kind === "input" ? height / 2 : 6;
  const outline = `fill="${ground}" stroke="${ink}" stroke-width="${thick ? 2 : 1.2}"`;
  const dashes = box.kind === "input" ? "5 3" : box.isAccepted === true ? "7 4" : dash;
  const rect = (shift: number): string =>
    `<rect x="${x + shift}" y="${y - shift}" width="${width}" height="${height}" rx="${rounded}" ${outline}${dashes === undefined ? "" : ` stroke-dasharray="${dashes}"`}/>`;
  const left = x + (box.kind === "input" ? 16 : 12);
  const sign = box.status === undefined ? "" : STATUS_WORDS[box.status].sign;
  const text = sign === "" ? left : left + 18;
  return [
    box.kind === "stub" ? rect(4) + rect(2) : "",
    rect(0),
    sign === "" ? "" : `<text x="${left}" y="${y + 27}" font-size="14" fill="${ink}">${sign}</text>`,
    `<text x="${text}" y="${y + 19}" font-weight="600">${escapeXml(box.label)}</text>`,
    box.sub === "" ? "" : `<text x="${text}" y="${y + 34}" font-size="10" fill="${ink}">${escapeXml(box.sub)}</text>`,
  ].join("");
}

function roundBox({ x, y, width, height }: Box): { x: number; y: number; width: number; height: number } {
  const round = (at: number): number => Math.round(at * 10) / 10;
  return { x: round(x), y: round(y), width: round(width), height };
}

/** Wraps drawings, stacked from top to bottom, into one document that needs nothing beside it. */
export function drawPage(label: string, drawings: readonly Drawing[]): string {
  const width = Math.ceil(Math.max(...drawings.map((drawing) => drawing.width)));
  let top = 0;
  const parts = drawings.map((drawing) => {
    const part = top === 0 ? drawing.svg : `<g transform="translate(0,${top})">${drawing.svg}</g>`;
    top += Math.ceil(drawing.height);
    return part;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" role="img"` +
    ` aria-label="${escapeXml(label)}" style="max-width:100%;height:auto" font-family="system-ui,-apple-system,'Segoe UI',sans-serif"` +
    ` font-size="12" fill="${TEXT}"><rect width="${width}" height="${top}" fill="${PAPER}"/>${parts.join("")}</svg>`
  );
}

/** A line of text above a picture. */
export function drawHeading(strong: string, faint: string): Drawing {
  const width = 24 + 7.2 * strong.length + 6.4 * faint.length + 16;
  return {
    svg:
      `<text x="12" y="22"><tspan font-weight="600">${escapeXml(strong)}</tspan>` +
      `<tspan dx="10" fill="${FAINT}">${escapeXml(faint)}</tspan></text>`,
    width,
    height: 30,
  };
}

export function escapeXml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

// How is a graph moved and scaled? By dragging, Ctrl or ⌘ with the wheel, pinching, and buttons; the wheel alone scrolls the notebook.
import { select, zoom, zoomIdentity, zoomTransform } from "d3";

/** The layout's own margin, but for the width of an outline. */
const INSET = 10;

export interface GraphZoom {
  /** Shows the whole graph, never larger than it is. */
  fit(): void;
  /** Fits again, unless the user has moved the graph. */
  refit(): void;
  /** Brings a point of the graph into sight. */
  reveal(x: number, y: number): void;
  scale(by: number): void;
}

/**
 * @param svg - The frame; its first `g` is moved.
 * @param sizeOf - Size of the graph in px, and whether it stands in the middle of the frame.
 */
export function graphZoom(
  svg: SVGSVGElement,
  sizeOf: () => { width: number; height: number; centred: boolean },
): GraphZoom {
  let isMoved = false;
  const frame = select(svg);
  const behavior = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.05, 4])
    .filter((event: WheelEvent) =>
      event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button && !event.ctrlKey,
    )
    .on("zoom", ({ transform, sourceEvent }) => {
      if (sourceEvent) isMoved = true;
      frame.select("g").attr("transform", transform);
    });
  frame.call(behavior).on("dblclick.zoom", () => fit());

  function fit(): void {
    isMoved = false;
    const { width, height, centred } = sizeOf();
    const { clientWidth, clientHeight } = svg;
    if (clientWidth === 0 || clientHeight === 0 || width === 0) return;
    const k = Math.min(1, clientWidth / width, clientHeight / height);
    // Else the first box stands in line with the text above it.
    const x = centred ? (clientWidth - width * k) / 2 : -INSET * k;
    frame.call(behavior.transform, zoomIdentity.translate(x, 0).scale(k));
  }

  return {
    fit,
    refit: () => {
      if (!isMoved) fit();
    },
    reveal: (x, y) => {
      const [left, top] = zoomTransform(svg).apply([x, y]);
      const isSeen = left > 40 && left < svg.clientWidth - 40 && top > 20 && top < svg.clientHeight - 20;
      if (!isSeen) frame.call(behavior.translateTo, x, y);
    },
    scale: (by) => {
      isMoved = true;
      frame.call(behavior.scaleBy, by);
    },
  };
}

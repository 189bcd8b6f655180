// How is a graph moved and scaled? By dragging, Ctrl or ⌘ with the wheel, pinching, and buttons; the wheel alone scrolls the notebook.
import type { Box, Size } from "cellar/view";
import { select, zoom, zoomIdentity, zoomTransform } from "d3";
import { confine, middleOf, type Place, placeFirst, placeWhole, wheelStep } from "./graphPlace.ts";

/** Scaled down to less than this, a graph is not shown as it is. */
const PLAIN = 0.9;

export interface GraphZoom {
  /** Shows the whole graph if that can be read, else the boxes that matter. */
  begin(): void;
  /** Shows the whole graph, however small. */
  showWhole(): void;
  /** Does the same again in a frame of another size, unless the user has moved the graph. */
  refit(): void;
  /** Brings a point of the graph into sight. */
  reveal(x: number, y: number): void;
  /**
   * Scales about a point of the graph, brought into sight where it is not.
   *
   * @param about - By default the middle of what is seen.
   */
  scale(by: number, about?: readonly [number, number]): void;
}

export interface Zoomed {
  readonly graph: Size;
  readonly centred: boolean;
  /** The boxes that matter in a graph too large to be shown as a whole. */
  readonly first: readonly Box[];
}

/**
 * @param svg - The frame; its first `g` is moved.
 * @param zoomed - What is shown now.
 * @param onPlain - Told whether the whole graph is shown, not moved and hardly scaled.
 */
export function graphZoom(
  svg: SVGSVGElement,
  zoomed: () => Zoomed | undefined,
  onPlain: (isPlain: boolean) => void,
): GraphZoom {
  let stands: "first" | "whole" | "moved" = "first";
  const frame = select(svg);
  const frameSize = (): Size => ({ width: svg.clientWidth, height: svg.clientHeight });
  const transformOf = ({ x, y, k }: Place) => zoomIdentity.translate(x, y).scale(k);
  const behavior = zoom<SVGSVGElement, unknown>()
    .scaleExtent([0.05, 4])
    .extent(() => [
      [0, 0],
      [svg.clientWidth, svg.clientHeight],
    ])
    .constrain((transform) => {
      const now = zoomed();
      return now === undefined ? transform : transformOf(confine(transform, { frame: frameSize(), graph: now.graph }));
    })
    .wheelDelta(wheelStep)
    .filter((event: WheelEvent) =>
      event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button && !event.ctrlKey,
    )
    .on("zoom", ({ transform, sourceEvent }) => {
      if (sourceEvent) stands = "moved";
      frame.select("g").attr("transform", transform);
      tellPlain();
    });
  frame.call(behavior).on("dblclick.zoom", showWhole);

  function place(placed: typeof stands & ("first" | "whole")): void {
    stands = placed;
    const now = zoomed();
    const size = frameSize();
    if (now === undefined || size.width === 0 || size.height === 0 || now.graph.width === 0) return;
    const framed = { ...now, frame: size };
    frame.call(
      behavior.transform,
      transformOf(placed === "whole" ? placeWhole(framed) : placeFirst(framed, now.first)),
    );
  }

  function tellPlain(): void {
    const now = zoomed();
    if (now !== undefined) onPlain(stands !== "moved" && placeWhole({ ...now, frame: frameSize() }).k >= PLAIN);
  }

  function showWhole(): void {
    place("whole");
  }

  function reveal(x: number, y: number): void {
    const [left, top] = zoomTransform(svg).apply([x, y]);
    const isSeen = left > 40 && left < svg.clientWidth - 40 && top > 20 && top < svg.clientHeight - 20;
    if (!isSeen) frame.call(behavior.translateTo, x, y);
  }

  return {
    begin: () => place("first"),
    showWhole,
    refit: () => {
      if (stands !== "moved") place(stands);
    },
    reveal,
    scale: (by, about) => {
      stands = "moved";
      if (about !== undefined) reveal(...(about as [number, number]));
      const transform = zoomTransform(svg);
      const graph = zoomed()?.graph ?? { width: 0, height: 0 };
      const fixed =
        about === undefined ? middleOf(transform, { frame: frameSize(), graph }) : transform.apply([...about]);
      frame.call(behavior.scaleBy, by, fixed);
    },
  };
}

// Which box does an arrow key lead to?
import type { Layout } from "cellar/view";

/**
 * Along the flow to the nearest neighbour by an edge, across it to the next box of the same layer, Home and End to the ends.
 *
 * @param from - Index of the focused box.
 * @param key - `KeyboardEvent.key`.
 * @returns Index of the next box: `from` itself at an edge of the graph, undefined for other keys.
 */
export function boxByKey(layout: Layout, from: number, key: string): number | undefined {
  const flat = layout.direction === "LR";
  const across = (box: number): number => (flat ? layout.boxes[box]!.y : layout.boxes[box]!.x);
  const nearest = (boxes: readonly number[]): number =>
    boxes.reduce<number | undefined>(
      (best, box) =>
        best === undefined || Math.abs(across(box) - across(from)) < Math.abs(across(best) - across(from)) ? box : best,
      undefined,
    ) ?? from;
  const beside = (by: 1 | -1): number => {
    const peers = layout.boxes
      .map((box, i) => ({ i, layer: box.layer }))
      .filter(({ layer }) => layer === layout.boxes[from]?.layer)
      .sort((a, b) => across(a.i) - across(b.i));
    return peers[peers.findIndex(({ i }) => i === from) + by]?.i ?? from;
  };
  switch (key) {
    case flat ? "ArrowRight" : "ArrowDown":
      return nearest(layout.routes.filter((route) => route.from === from).map((route) => route.to));
    case flat ? "ArrowLeft" : "ArrowUp":
      return nearest(layout.routes.filter((route) => route.to === from).map((route) => route.from));
    case flat ? "ArrowDown" : "ArrowRight":
      return beside(1);
    case flat ? "ArrowUp" : "ArrowLeft":
      return beside(-1);
    case "Home":
      return 0;
    case "End":
      return layout.boxes.length - 1;
    default:
      return undefined;
  }
}

// How is an edge drawn as an SVG path?
import type { Direction, Route } from "./layoutGraph.ts";

/** Path data: straight across a layer, an S-curve between two layers. */
export function routePath(route: Route, direction: Direction): string {
  const [first, ...rest] = route.points;
  if (first === undefined) return "";
  let [x, y] = first;
  let path = `M${round(x)},${round(y)}`;
  for (const [toX, toY] of rest) {
    const straight = direction === "LR" ? Math.abs(toY - y) < 0.5 : Math.abs(toX - x) < 0.5;
    if (straight) path += `L${round(toX)},${round(toY)}`;
    else if (direction === "LR") {
      const middle = round((x + toX) / 2);
      path += `C${middle},${round(y)} ${middle},${round(toY)} ${round(toX)},${round(toY)}`;
    } else {
      const middle = round((y + toY) / 2);
      path += `C${round(x)},${middle} ${round(toX)},${middle} ${round(toX)},${round(toY)}`;
    }
    [x, y] = [toX, toY];
  }
  return path;
}

function round(at: number): number {
  return Math.round(at * 10) / 10;
}

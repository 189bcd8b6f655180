// Where in its frame does a graph stand, and how large?
import type { Box, Size } from "cellar/view";

/** A point (x, y) of the graph stands at (this.x + x · k, this.y + y · k) of the frame. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** Below this scale the second line of a box cannot be read: the user may want that, nobody is given it. */
export const SMALLEST = 0.66;

/** The layout's own margin, but for the width of an outline. */
const INSET = 10;

/** How far an edge of the graph may be pulled into the frame, or a small graph out of it. */
const SLACK = 40;

export interface Framed {
  readonly frame: Size;
  readonly graph: Size;
  /** Whether a graph that is narrower than its frame stands in the middle. */
  readonly centred: boolean;
}

/** The whole graph, never larger than it is. */
export function placeWhole({ frame, graph, centred }: Framed): Place {
  const k = Math.min(1, frame.width / Math.max(1, graph.width - 2 * INSET), frame.height / graph.height);
  // Else the first box stands in line with the text above it.
  return { k, x: centred ? (frame.width - graph.width * k) / 2 : -INSET * k, y: 0 };
}

/**
 * The whole graph where it can be read; else as small as can be read, with the boxes that matter in sight, or its upper left.
 *
 * @param first - The boxes that matter.
 */
export function placeFirst(framed: Framed, first: readonly Box[]): Place {
  const whole = placeWhole(framed);
  if (whole.k >= SMALLEST) return whole;
  const { frame, graph, centred } = framed;
  const k = SMALLEST;
  const boxes = [...first].sort((a, b) => a.layer - b.layer);
  const at = (room: number, length: number, spans: readonly (readonly [number, number])[], least: number): number => {
    if (length * k <= room) return least;
    const low = Math.min(...spans.map(([from]) => from));
    const high = Math.max(...spans.map(([, to]) => to));
    // All of them in the middle if there is room, else the first of them.
    const [from, to] = (high - low) * k <= room ? [low, high] : spans[0]!;
    return Math.min(0, Math.max(room - length * k, room / 2 - ((from + to) / 2) * k));
  };
  const across = boxes.map(({ x, width }) => [x, x + width] as const);
  const down = boxes.map(({ y, height }) => [y, y + height] as const);
  const start = [[0, 0] as const];
  return {
    k,
    x: at(
      frame.width,
      graph.width,
      boxes.length > 0 ? across : start,
      centred ? (frame.width - graph.width * k) / 2 : -INSET * k,
    ),
    y: at(frame.height, graph.height, boxes.length > 0 ? down : start, 0),
  };
}

/** The nearest place at which the graph is still to be seen: it cannot be dragged or zoomed away. */
export function confine({ x, y, k }: Place, { frame, graph }: Pick<Framed, "frame" | "graph">): Place {
  const clamp = (at: number, room: number, length: number): number => {
    const spare = room - length * k;
    const slack = Math.min(SLACK, (length * k) / 2);
    return Math.min(Math.max(0, spare) + slack, Math.max(Math.min(0, spare) - slack, at));
  };
  return { k, x: clamp(x, frame.width, graph.width), y: clamp(y, frame.height, graph.height) };
}

/** Middle of the part of the graph that is seen, in the frame's px. */
export function middleOf({ x, y, k }: Place, { frame, graph }: Pick<Framed, "frame" | "graph">): [number, number] {
  const middle = (at: number, room: number, length: number): number =>
    (Math.max(0, at) + Math.min(room, at + length * k)) / 2;
  return [middle(x, frame.width, graph.width), middle(y, frame.height, graph.height)];
}

/**
 * How much a turn of the wheel scales, as a power of 2. A notch of a mouse's wheel is some 100 px and a small step; a touchpad
 * tells a pinch as the same event with Ctrl and a few px, which would hardly move anything if it were not enlarged.
 */
export function wheelStep({
  deltaY,
  deltaMode,
  ctrlKey,
}: Pick<WheelEvent, "deltaY" | "deltaMode" | "ctrlKey">): number {
  const perUnit = deltaMode === 1 ? 0.05 : deltaMode === 2 ? 1 : 0.002;
  const isPinch = ctrlKey && deltaMode === 0 && Math.abs(deltaY) < 30;
  return -deltaY * perUnit * (isPinch ? 10 : 1);
}

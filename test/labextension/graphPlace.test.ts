import { describe, expect, it } from "vitest";
import { confine, middleOf, placeFirst, placeWhole, SMALLEST, wheelStep } from "../../labextension/src/graphPlace.ts";

const frame = { width: 300, height: 400 };
const box = (x: number, y: number, layer: number) => ({ x, y, width: 150, height: 44, layer });
/** Where a point of the graph is in the frame. */
const seen = ({ x, y, k }: { x: number; y: number; k: number }, at: { x: number; y: number }) => [
  x + at.x * k,
  y + at.y * k,
];

describe("placeFirst", () => {
  it("shows the whole graph where it can be read", () => {
    const framed = { frame, graph: { width: 400, height: 200 }, centred: true };
    expect(placeFirst(framed, [])).toEqual(placeWhole(framed));
    expect(placeFirst(framed, []).k).toBeCloseTo(300 / 380);
  });

  it("never makes a graph too small to read: it begins at what matters, or at the upper left", () => {
    const framed = { frame, graph: { width: 3000, height: 300 }, centred: true };
    expect(placeWhole(framed).k).toBeCloseTo(0.1);
    expect(placeFirst(framed, [])).toEqual({ k: SMALLEST, x: 0, y: 0 });
    const changed = [box(2500, 20, 9), box(2300, 80, 8)];
    for (const each of changed) {
      const [x] = seen(placeFirst(framed, changed), each);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x! + each.width * SMALLEST).toBeLessThanOrEqual(frame.width);
    }
  });

  it("begins at the first of what matters where not all of it can be seen, and never beyond an edge", () => {
    const framed = { frame, graph: { width: 3000, height: 300 }, centred: true };
    expect(seen(placeFirst(framed, [box(2840, 0, 9), box(1000, 0, 3)]), box(1000, 0, 3))[0]).toBeCloseTo(
      150 - 75 * SMALLEST,
    );
    expect(placeFirst(framed, [box(2850, 0, 9)]).x).toBeCloseTo(300 - 3000 * SMALLEST);
  });
});

describe("confine", () => {
  it.each([[{ x: 9000, y: -9000, k: 1 }], [{ x: -9000, y: 9000, k: 0.1 }], [{ x: 0, y: -2000, k: 4 }]])(
    "keeps a graph that is dragged far away in sight: %j",
    (place) => {
      const graph = { width: 500, height: 300 };
      const { x, y, k } = confine(place, { frame, graph });
      expect(x).toBeLessThanOrEqual(frame.width - 10);
      expect(y).toBeLessThanOrEqual(frame.height - 10);
      expect(x + graph.width * k).toBeGreaterThanOrEqual(10);
      expect(y + graph.height * k).toBeGreaterThanOrEqual(10);
      expect(k).toBe(place.k);
    },
  );

  it("leaves a graph alone that is in sight", () => {
    const place = { x: -100, y: -20, k: 1 };
    expect(confine(place, { frame, graph: { width: 500, height: 500 } })).toEqual(place);
  });
});

describe("middleOf", () => {
  it("is the middle of what is seen, not of the frame", () => {
    expect(middleOf({ x: -200, y: 0, k: 1 }, { frame, graph: { width: 400, height: 100 } })).toEqual([100, 50]);
  });
});

describe("wheelStep", () => {
  it("makes a notch of a mouse's wheel a small step, and a pinch a step that is felt", () => {
    const step = (deltaY: number, ctrlKey: boolean, deltaMode = 0) =>
      2 ** Math.abs(wheelStep({ deltaY, ctrlKey, deltaMode }));
    for (const notch of [step(-120, true), step(-100, false), step(3, true, 1)]) {
      expect(notch).toBeGreaterThan(1.1);
      expect(notch).toBeLessThan(1.25);
    }
    expect(step(-4, true)).toBeGreaterThan(1.04);
  });
});

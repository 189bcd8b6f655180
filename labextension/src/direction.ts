// In which direction is a graph shown larger?
import type { Direction, Size } from "cellar/view";

/** Scaled down to this, a graph is still read with ease. */
const ENOUGH = 0.75;

/**
 * @param layOut - Size of the graph laid out in a direction.
 * @param usual - The direction taken where it is as good, or good enough.
 */
export function chooseDirection(layOut: (direction: Direction) => Size, room: Size, usual: Direction): Direction {
  const scale = (direction: Direction): number => {
    const { width, height } = layOut(direction);
    return Math.min(1, room.width / width, room.height / height);
  };
  const other = usual === "LR" ? "TB" : "LR";
  return scale(usual) >= ENOUGH || scale(usual) >= scale(other) ? usual : other;
}

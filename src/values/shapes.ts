// Which list of keys is this? Records of one table share theirs, so it is written once.
import { MAX_SHAPE } from "./tags.ts";

export class Shape {
  readonly keys: readonly string[];
  readonly number: number;
  /** The shape that came after this one when it was last used: a good guess for the next. */
  next: Shape | undefined = undefined;

  constructor(keys: readonly string[], number: number) {
    this.keys = keys;
    this.number = number;
  }
}

interface Fork {
  shape: Shape | undefined;
  further: Map<string, Fork> | undefined;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  const n = a.length;
  if (n !== b.length) return false;
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return false;
  return true;
}

export class Shapes {
  #count = 0;
  #last: Shape | undefined;
  #root: Fork = { shape: undefined, further: undefined };

  /** The shape's number, or -1 if it is new and must be written out. */
  numberOf(keys: readonly string[]): number {
    const last = this.#last;
    const guess = last?.next;
    if (guess !== undefined && same(guess.keys, keys)) {
      this.#last = guess;
      return guess.number;
    }
    if (keys.length > MAX_SHAPE) return -1;
    let fork = this.#root;
    for (let i = 0; i < keys.length; i++) {
      fork.further ??= new Map();
      let next = fork.further.get(keys[i]!);
      if (next === undefined) {
        next = { shape: undefined, further: undefined };
        fork.further.set(keys[i]!, next);
      }
      fork = next;
    }
    const known = fork.shape;
    const shape = known ?? new Shape(keys, this.#count++);
    fork.shape = shape;
    if (last !== undefined) last.next = shape;
    this.#last = shape;
    return known === undefined ? -1 : shape.number;
  }
}

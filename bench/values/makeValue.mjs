// Where do large values come from? From a seed, in this process, so that no disk has a part in it.
import { makeTable } from "apache-arrow";
import polars from "nodejs-polars";

const names = [..."abcdefghij"];

/** @type {Readonly<Record<import("./kinds.mjs").Kind, (random: () => number) => unknown>>} */
const makers = {
  buffer(random) {
    const bytes = Buffer.allocUnsafeSlow(100_000_000);
    fill(new Float64Array(bytes.buffer), random);
    return bytes;
  },
  floats: (random) => floats(12_500_000, random),
  polars: (random) => polars.DataFrame(columns(random)),
  arrow: (random) => makeTable(columns(random)),
  objects: (random) =>
    Array.from({ length: 1_000_000 }, (_, at) => ({
      id: at,
      name: `n${at % 1000}`,
      price: random(),
      isOpen: at % 2 === 0,
    })),
};

/**
 * @param {import("./kinds.mjs").Kind} kind
 * @param {number} seed
 * @returns {unknown}
 */
export function makeValue(kind, seed) {
  return makers[kind](randomFrom(seed));
}

/** @param {() => number} random */
function columns(random) {
  return Object.fromEntries(names.map((name) => [name, floats(1_250_000, random)]));
}

/**
 * @param {number} length
 * @param {() => number} random
 */
function floats(length, random) {
  return fill(new Float64Array(length), random);
}

/**
 * @param {Float64Array} array
 * @param {() => number} random
 */
function fill(array, random) {
  for (let at = 0; at < array.length; at++) array[at] = random();
  return array;
}

/**
 * A linear congruential generator: what it gives need not be good, only different and the same for every seed.
 *
 * @param {number} seed
 * @returns {() => number} From 0 up to 1.
 */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

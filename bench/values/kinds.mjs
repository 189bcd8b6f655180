// Which large values are timed? About 100 MB each, the nearest thing in both languages.

/** @typedef {"buffer" | "floats" | "polars" | "arrow" | "objects"} Kind */

/**
 * @typedef {object} Compared
 * @property {Kind} kind
 * @property {string} what
 * @property {string} peer What Hamilton is given.
 * @property {"bytes" | "floats" | "frame" | "objects"} theirs
 * @property {number} repetitions
 * @property {number} [versionAim] The least ratio to Hamilton.
 * @property {number} [hashAim] The least ratio to the native hash.
 * @property {number} [diskAim] The least ratio to a raw write and a raw read.
 */

/** Within 2× of the native hash, and within 1.5× of a raw write and read, as the ratio of the peer's time to ours. */
const twice = 1 / 2;
const half = 2 / 3;

/** @type {readonly Compared[]} */
export const compared = [
  {
    kind: "buffer",
    what: "Buffer 100 MB",
    peer: "bytes",
    theirs: "bytes",
    repetitions: 7,
    hashAim: twice,
    diskAim: half,
  },
  {
    kind: "floats",
    what: "Float64Array 100 MB",
    peer: "NumPy array",
    theirs: "floats",
    repetitions: 7,
    hashAim: twice,
    diskAim: half,
  },
  {
    kind: "polars",
    what: "polars frame 1.25M×10",
    peer: "pandas frame",
    theirs: "frame",
    repetitions: 3,
    versionAim: 15,
    diskAim: half,
  },
  {
    kind: "arrow",
    what: "arrow table 1.25M×10",
    peer: "pandas frame",
    theirs: "frame",
    repetitions: 3,
    versionAim: 15,
    diskAim: half,
  },
  { kind: "objects", what: "array of 1M objects", peer: "list of dicts", theirs: "objects", repetitions: 3 },
];

// How are the figures shown? One line per comparison, in columns.

/** @typedef {import("./row.mjs").Row} Row */

const heads = ["what", "Cellar", "peer", "", "ratio", "aim", "met"];

/** Columns of numbers stand to the right. */
const toTheRight = new Set([1, 3, 4, 5]);

/** @param {readonly Row[]} rows */
export function printTable(rows) {
  const cells = rows.map(cellsOf);
  const widths = heads.map((head, at) => Math.max(head.length, ...cells.map((row) => row[at]?.length ?? 0)));
  /** @param {readonly string[]} row */
  const line = (row) =>
    row
      .map((text, at) => (toTheRight.has(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0)))
      .join(" | ");
  console.log(`| ${line(heads)} |`);
  console.log(
    `|${widths.map((width, at) => (toTheRight.has(at) ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`,
  );
  for (const row of cells) console.log(`| ${line(row)} |`);
}

/**
 * @param {Row} row
 * @returns {string[]}
 */
function cellsOf({ what, unit, cellar, peer, peerValue, ratio, aim, met }) {
  return [
    what,
    `${digits(cellar)} ${unit}`,
    peer,
    peerValue === null ? "not timed" : `${digits(peerValue)} ${unit}`,
    ratio === null ? "" : `${digits(ratio)}×`,
    aim === null ? "" : `≥ ${aim < 1 ? digits(aim) : aim}×`,
    met === null ? "" : met ? "yes" : "NO",
  ];
}

/**
 * @param {number} value
 * @returns {string} Three digits that matter.
 */
function digits(value) {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

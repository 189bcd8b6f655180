// Which dataflows are timed? Trivial nodes in a chain, or all beside each other, so that only the engine costs anything.

/** @typedef {"chain" | "wide"} Shape */

/**
 * @param {Shape} shape
 * @param {number} count Nodes, without the input `x`.
 * @returns {{ typescript: string, python: string, asked: string }} The same dataflow in both languages, and its last node.
 */
export function dataflowText(shape, count) {
  const nodes = shape === "chain" ? chain(count) : wide(count);
  return {
    typescript: nodes.map(inTypeScript).join("\n"),
    python: nodes.map(inPython).join("\n"),
    asked: /** @type {Node} */ (nodes.at(-1)).name,
  };
}

/** @typedef {{ name: string, parameters: readonly string[], value: string }} Node */

/**
 * @param {number} count
 * @returns {Node[]} Each adds one to the one before.
 */
function chain(count) {
  return Array.from({ length: count }, (_, at) =>
    at === 0
      ? { name: "n0", parameters: ["x"], value: "x" }
      : { name: `n${at}`, parameters: [`n${at - 1}`], value: `n${at - 1} + 1` },
  );
}

/**
 * @param {number} count
 * @returns {Node[]} A root, many that read it, and one that reads them all.
 */
function wide(count) {
  const middle = Array.from({ length: count - 2 }, (_, at) => `w${at}`);
  return [
    { name: "root", parameters: ["x"], value: "x" },
    ...middle.map((name, at) => ({ name, parameters: ["root"], value: `root + ${at}` })),
    { name: "sink", parameters: middle, value: middle.join(" + ") },
  ];
}

/** @param {Node} node */
function inTypeScript({ name, parameters, value }) {
  return `export function ${name}(${parameters.map((each) => `${each}: number`).join(", ")}): number {\n  return ${value};\n}\n`;
}

/** @param {Node} node */
function inPython({ name, parameters, value }) {
  return `def ${name}(${parameters.map((each) => `${each}: int`).join(", ")}) -> int:\n    return ${value}\n`;
}

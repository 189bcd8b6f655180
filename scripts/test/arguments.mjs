// What did the user ask `npm test` for? Our few options; all others belong to vitest.

/**
 * @typedef {object} TestOptions
 * @property {boolean} help
 * @property {boolean} isUnitOnly
 * @property {boolean} isNarrowed A path or an option chooses some tests: then nothing else is checked.
 * @property {boolean} needsBrowser Could a test among the chosen ones drive a browser?
 * @property {string[]} passed What vitest gets.
 */

/**
 * @param {readonly string[]} args
 * @returns {TestOptions}
 */
export function readTestArguments(args) {
  const passed = args.filter((arg) => !["--unit", "--help", "-h"].includes(arg));
  const isUnitOnly = args.includes("--unit");
  // Without a path any test may be among the chosen ones: `-t slider` is a value, not a path.
  const paths = passed.filter((arg) => /^(\.\/)?test\b/.test(arg));
  return {
    help: args.includes("--help") || args.includes("-h"),
    isUnitOnly,
    isNarrowed: passed.length > 0,
    needsBrowser: !isUnitOnly && (paths.length === 0 || paths.some((each) => /e2e|test\/?$/.test(each))),
    passed: [...(isUnitOnly ? ["--project", "unit"] : []), ...passed],
  };
}

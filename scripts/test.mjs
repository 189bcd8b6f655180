// `npm test`: sets up what the tests need and runs everything.
import { main } from "./process/main.mjs";
import { packages } from "./setup/packages.mjs";
import { setup } from "./setup/setup.mjs";
import { isDone } from "./setup/step.mjs";
import { readTestArguments } from "./test/arguments.mjs";
import { provideChromium } from "./test/chromium.mjs";
import { checkLint } from "./test/lint.mjs";
import { runParts } from "./test/runParts.mjs";
import { checkTypes } from "./test/types.mjs";
import { runVitest } from "./test/vitest.mjs";
import { checkVitestOptions } from "./test/vitestOptions.mjs";

const usage = `Usage: npm test [-- OPTION ... PATH ...]

Sets up what is missing and runs everything: types, lint, and all tests, also those in a real kernel and a real browser.

  --unit            only the fast tests, with types and lint
  --help            print this
  PATH              only tests whose path contains it, such as test/values
  anything else     goes to vitest, such as -t "part of a title"

CHROMIUM=/path/to/chromium chooses the browser. The last line of a run is "N passed, N failed".`;

/** Nothing of its own to count. */
const nothing = { passed: 0, failed: 0 };

main(async () => {
  const options = readTestArguments(process.argv.slice(2));
  if (options.help) {
    console.log(usage);
    return 0;
  }
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  return runParts([
    async () => {
      // vitest itself knows its options, hence it must be there.
      if (options.isNarrowed && !isDone(packages)) await setup([packages]);
      if (options.isNarrowed) await checkVitestOptions(options.passed);
      await setup();
      if (options.needsBrowser) env.CHROMIUM = await provideChromium();
      return nothing;
    },
    ...(options.isNarrowed ? [] : [checkTypes, checkLint]),
    () => runVitest(options.passed, env),
  ]);
});

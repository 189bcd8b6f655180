// `npm run check`: what must hold before a commit, in under a minute.
import { readFlags } from "./process/flags.mjs";
import { main } from "./process/main.mjs";
import { buildSteps, setup } from "./setup/setup.mjs";
import { checkLint } from "./test/lint.mjs";
import { runParts } from "./test/runParts.mjs";
import { checkTypes } from "./test/types.mjs";
import { runVitest } from "./test/vitest.mjs";

const usage = `Usage: npm run check

Types, lint and format, the fast tests, and the directions of imports. The last line is always "N passed, N failed".`;

main(async () => {
  if (readFlags(process.argv.slice(2), ["--help"], usage).has("--help")) {
    console.log(usage);
    return 0;
  }
  return runParts([
    async () => {
      await setup(buildSteps);
      return { passed: 0, failed: 0 };
    },
    checkTypes,
    checkLint,
    // Vitest leaves one core to itself; of two that is one too many.
    () => runVitest(["--project", "unit", "--maxWorkers=100%"]),
  ]);
});

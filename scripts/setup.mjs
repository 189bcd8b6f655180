// `npm run setup`: installs and builds all that the project needs; quick when nothing changed.

import { readFlags } from "./process/flags.mjs";
import { main } from "./process/main.mjs";
import { setup } from "./setup/setup.mjs";

const usage = `Usage: npm run setup [-- --force]

Installs the npm packages, builds the engine, the kernel and the Lab extension, and makes a private JupyterLab in .venv.
What is done already is skipped.

  --force   do every step again
  --help    print this

PYTHON=/path/to/python3 chooses the Python for .venv.`;

main(async () => {
  const flags = readFlags(process.argv.slice(2), ["--force", "--help"], usage);
  if (flags.has("--help")) console.log(usage);
  else await setup(undefined, { force: flags.has("--force") });
  return 0;
});

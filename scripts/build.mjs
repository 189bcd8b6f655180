// `npm run build`: compiles the engine, the kernel and the Lab extension; quick when nothing changed.
import { readFlags } from "./process/flags.mjs";
import { main } from "./process/main.mjs";
import { buildSteps, setup } from "./setup/setup.mjs";

const usage = `Usage: npm run build [-- --force]

Compiles src/, kernel-ext/ and labextension/; what did not change is skipped.

  --force   install the packages again and build everything
  --help    print this`;

main(async () => {
  const flags = readFlags(process.argv.slice(2), ["--force", "--help"], usage);
  if (flags.has("--help")) console.log(usage);
  else await setup(buildSteps, { force: flags.has("--force") });
  return 0;
});

// `npm run bench`: times Cellar beside its peers, in one run on one machine.
import path from "node:path";
import { readOptions } from "../bench/options.mjs";
import { runChild } from "./process/child.mjs";
import { main } from "./process/main.mjs";
import { project, venvPython } from "./setup/project.mjs";
import { allSteps, setup } from "./setup/setup.mjs";
import { venvStep } from "./setup/venv.mjs";

const usage = `Usage: npm run bench [-- --json FILE] [-- OPTION ...]

Prints a table of ratios beside the peers (Hamilton, plain tslab, ipykernel). Those that the project does not have itself are
installed into bench/.peers.

  --only PART   graphs, deep, values, workers, cold or kernel; may be given more than once
  --quick       one repetition of each new part's measurements: shows that all works, its figures mean little
  --json FILE   write the figures too
  --help        print this`;

const folder = path.join(project.root, "bench");
const peers = path.join(folder, ".peers", "venv");

main(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    return 0;
  }
  readOptions(args);
  const requirements = path.join(project.root, "scripts", "peers.txt");
  await setup([...allSteps, venvStep({ name: "peers", folder: peers, requirements })]);
  const env = { ...process.env, CELLAR_BENCH_PEERS: venvPython(peers), CELLAR_BENCH_JUPYTER: venvPython() };
  return (await runChild(process.execPath, [path.join(folder, "index.mjs"), ...args], { env, shown: true })).code;
});

// `node install.js --prefix DIR | --user`: makes the kernel known to Jupyter.
import { prefixData, userData } from "./kernelspec/jupyterData.ts";
import { writeSpec } from "./kernelspec/writeSpec.ts";
import { prepareTypescript } from "./typescript/stock.ts";

const USAGE = `usage: node install.js --prefix DIR | --user

  --prefix DIR   for the Jupyter of an environment, e.g. a virtual environment's folder
  --user         for every Jupyter of this user
`;

const [option, folder, ...rest] = process.argv.slice(2);
const data =
  option === "--user" && folder === undefined
    ? userData()
    : option === "--prefix" && folder !== undefined && rest.length === 0
      ? prefixData(folder)
      : undefined;

if (data === undefined) {
  const wantsHelp = option === "--help" || option === "-h";
  (wantsHelp ? process.stdout : process.stderr).write(USAGE);
  process.exitCode = wantsHelp ? 0 : 2;
} else {
  prepareTypescript();
  process.stdout.write(`Installed the kernel "TypeScript (Cellar)" in ${writeSpec(data)}\n`);
}

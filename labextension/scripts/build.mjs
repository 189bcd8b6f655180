// How is the extension built? TypeScript to lib/, then JupyterLab's builder to dist/labextension: npm packages only, no Python.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const extension = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(extension, "package.json"));
const builder = dirname(require.resolve("@jupyter/builder/package.json"));
// The list of JupyterLab's own packages comes with the builder: resolve it from there, so that nothing is downloaded.
const corePackages = createRequire(join(builder, "package.json")).resolve("@jupyterlab/core-meta/core.package.json");

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: extension, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run(require.resolve("typescript/bin/tsc"), "-p", "tsconfig.json");
run(
  join(builder, "lib/build-labextension.js"),
  "--core-package-file",
  corePackages,
  ...process.argv.slice(2),
  extension,
);

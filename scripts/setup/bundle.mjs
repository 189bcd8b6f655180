// How does the engine load fast? Its compiled files become a few: one open and one parse in place of two hundred.
import fs from "node:fs";
import path from "node:path";
import { project } from "./project.mjs";

/** The public entries, as `exports` in package.json names them. */
export const entries = [
  "index",
  "nearest",
  "protocol/index",
  "register/index",
  "register/hooks",
  "source/index",
  "view/index",
  "worker/index",
];

/** Bundles `lib/` into `dist/`; what the entries share is a file of its own, so that it exists once in a process. */
export async function bundleEngine() {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, path.join(project.root, "lib", `${name}.js`)])),
    platform: "node",
    external: [/^[^./]/],
  });
  fs.rmSync(path.join(project.root, "dist"), { recursive: true, force: true });
  await bundle.write({
    dir: path.join(project.root, "dist"),
    format: "esm",
    sourcemap: true,
    chunkFileNames: "shared/[name]-[hash].js",
  });
  await bundle.close();
}

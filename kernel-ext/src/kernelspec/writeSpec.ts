// How does Jupyter come to know the kernel? A folder with its spec and logos below Jupyter's data folder.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { KERNEL_NAME, kernelSpec } from "./kernelSpec.ts";

const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

/** Writes the spec and returns its folder; an older one is replaced. */
export function writeSpec(dataFolder: string, node: string = process.execPath): string {
  const folder = path.join(dataFolder, "kernels", KERNEL_NAME);
  const logos = fileURLToPath(new URL("../../kernelspec/", import.meta.url));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "kernel.json"), `${JSON.stringify(kernelSpec(node), null, 2)}\n`);
  for (const logo of LOGOS) fs.copyFileSync(path.join(logos, logo), path.join(folder, logo));
  return folder;
}

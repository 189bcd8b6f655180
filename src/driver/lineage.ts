// Which dataflow is this, and what is it called? By its given name, else by its notebook or script and its modules.
import path from "node:path";
import type { ModuleInstance } from "../dataflow/module.ts";
import { theHost } from "./host.ts";

export interface Lineage {
  /** Equal for what counts as one dataflow; runs of it are one history. */
  readonly lineage: string;
  /** As people read it, e.g. `sales.ipynb · basics`. */
  readonly label: string;
}

/** @param label given by `named()` */
export function lineageOf(label: string | undefined, modules: readonly ModuleInstance[]): Lineage {
  const host = theHost();
  const names = modules
    .map((module) => module.name)
    .sort()
    .join(" + ");
  const place = host.notebook ?? (host.origin === "notebook" ? "" : scriptPath(host.root));
  return {
    lineage: label ?? `${place}\0${names}`,
    label: label ?? (place === "" ? names : `${place} · ${names}`),
  };
}

/** Path of the running script relative to the root; "" where there is none. */
function scriptPath(root: string): string {
  const script = process.argv[1];
  return script === undefined ? "" : path.relative(root, script).replaceAll("\\", "/");
}

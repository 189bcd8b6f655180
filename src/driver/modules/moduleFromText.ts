// How does a script get a module from TypeScript text? Analysed when a driver is built, evaluated when a node executes.
import path from "node:path";
import type { AnyFunction } from "../../dataflow/module.ts";
import { theHost } from "../host.ts";
import type { Module } from "../types.ts";
import { createLoader } from "./loader.ts";

export interface TextOptions {
  /** The module's name, in errors, graphs and histories. */
  readonly name: string;
  /** Folder in which its imports are resolved; the host's root if absent. */
  readonly folder?: string;
  /** Path of the file that the text comes from, for stack traces. */
  readonly fileName?: string;
}

/**
 * A module from its TypeScript text: exported functions become nodes.
 *
 * @returns the exports; touching one evaluates the text, building a driver from it does not
 */
export function moduleFromText<
  NS extends object = Record<string, AnyFunction>,
  Params extends object = Record<string, unknown>,
>(text: string, options: TextOptions): Module<NS, Params> {
  const root = options.folder ?? theHost().root;
  const origin =
    options.fileName === undefined ? options.name : path.relative(root, options.fileName).replaceAll("\\", "/");
  const { namespace } = createLoader({ root }).makeInstance(text, { ...options, origin, folder: root });
  return namespace as Module<NS, Params>;
}

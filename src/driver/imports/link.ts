// What does an import stand for? Settled when it is first looked at, so that what counts is what runs (R9, R10).
import type { ModuleInstance } from "../../dataflow/module.ts";
import type { ImportVersion } from "../../identity/codeVersion.ts";

export interface PackageUse {
  readonly specifier: string;
  readonly from: string;
}

/** An import of one module instance; later edits of a file and later runs of a cell make no difference to it. */
export interface Link {
  /** As it is now: the values of a cell's constants may change. */
  version(): ImportVersion;
  exports(): unknown;
  /** Who evaluates it? What Node loads, `import()` leaves to Node. */
  readonly runBy: "us" | "node";
  /** Evaluates what awaits at its top level; its exports are there only then. */
  load(): void | Promise<void>;
  /** With its text, if it is a cell or a local file. */
  module?(): ModuleInstance | undefined;
  /** What is wrong with importing this name, where that is known beforehand. */
  lackOf?(name: string): string | undefined;
  /** Packages behind it, which may have to be loaded by `import()` beforehand. */
  readonly packages: readonly PackageUse[];
  /** Cells behind it. */
  readonly cells: readonly ModuleInstance[];
  /** Can its version change without a text changing? */
  isVolatile(): boolean;
  /** What is kept behind it, as far as it is loaded; nothing for packages, whose objects are their own. */
  data(): Iterable<unknown>;
}

/** A link whose version never changes. */
export function settledLink(version: ImportVersion, exports: () => unknown, behind: Partial<Behind> = {}): Link {
  const { runBy = "node", load = () => {}, packages = [], cells = [], data = () => [] } = behind;
  return { version: () => version, exports, runBy, load, packages, cells, isVolatile: () => false, data };
}

type Behind = Pick<Link, "runBy" | "load" | "packages" | "cells" | "data">;

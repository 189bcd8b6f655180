// What does the kernel use of the engine? A part of the package `cellar`, the kernel's own copy.
import type * as Cellar from "cellar";

export type { Host, LoadedModule, Loader, RunMessage } from "cellar";

export type Engine = Pick<
  typeof Cellar,
  "setHost" | "createLoader" | "describeDataflow" | "noteDisplay" | "onRun" | "notebookHistory"
>;

/** A parameter of a module's function. */
export type ModuleParameter = Cellar.LoadedModule["parameters"][number];

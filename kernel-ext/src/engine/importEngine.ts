// Where does the engine come from? The kernel's own copy, the same instance for the kernel and for cells.
import type { Engine } from "./engine.ts";

export interface ImportedEngine {
  readonly engine: Engine;
  /** What cells get for `import … from` each of these names. */
  readonly packages: Readonly<Record<string, unknown>>;
}

export async function importEngine(): Promise<ImportedEngine> {
  const [cellar, protocol, view] = await Promise.all([
    import("cellar"),
    import("cellar/protocol"),
    import("cellar/view"),
  ]);
  return { engine: cellar, packages: { cellar, "cellar/protocol": protocol, "cellar/view": view } };
}

// Where do random programs run? Each over stores of its own, in memory or in a folder, and also without a cache.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Builder, type CacheOptions, createLoader, memoryMetadata, memoryResults } from "../../src/index.ts";
import { type AnyDriver, lookAt } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import { type Program, type Written, write } from "./program.ts";

export interface Setting {
  readonly store: "memory" | "folder";
  readonly concurrency: 1 | 8;
  /** Closes the store after each run, as a restart does. */
  readonly restart: boolean;
}

export interface Outcome {
  readonly values: Readonly<Record<string, unknown>>;
  readonly words: Readonly<Record<string, string>>;
  readonly written: Written;
}

export interface Bench {
  /** Plans and executes all nodes, or some of them, in new modules; the plan is checked. */
  run(program: Program, names?: readonly string[]): Promise<Outcome>;
  /** What the same text gives where nothing is cached. */
  uncached(program: Program, names?: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

function inputsOf({ x }: Program, dr: AnyDriver) {
  return dr.nodes.some(({ name }) => name === "x") ? { inputs: { x } } : {};
}

export function makeBench({ store, concurrency, restart }: Setting): Bench {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "cellar-")));
  const stores: CacheOptions =
    store === "memory"
      ? { resultStore: memoryResults(), metadataStore: memoryMetadata() }
      : { path: path.join(folder, ".cellar") };
  const open: AnyDriver[] = [];
  const driver = async (program: Program, written: Written, cache: CacheOptions | undefined): Promise<AnyDriver> => {
    const loader = createLoader({ root: folder });
    if (program.library === "file") writeFileSync(path.join(folder, "lib.ts"), written.library);
    else await loader.loadModule(written.library, { name: "lib" });
    const modules: object[] = [];
    for (const [i, text] of written.modules.entries())
      modules.push((await loader.loadModule(text, { name: `cell${i}` })).namespace);
    const builder = new Builder().withModules(...modules).withConfig({ mode: program.mode });
    return (cache === undefined
      ? builder
      : builder.withCache(cache as CacheOptions<never>)
    ).build() as unknown as AnyDriver;
  };
  const closeAll = async () => {
    for (const dr of open.splice(0)) await dr.close();
  };
  return {
    async run(program, names) {
      const written = write(program);
      const dr = await driver(program, written, stores);
      open.push(dr);
      const asked = names ?? written.asked;
      const asking = inputsOf(program, dr);
      const plan = await dr.plan(asked, asking);
      const values = await dr.execute(asked, { ...asking, concurrency });
      const record = await dr.cache.run();
      expectPlanKept(plan, record);
      if (restart) await closeAll();
      return { values, words: lookAt(record).words, written };
    },
    async uncached(program, names) {
      const written = write(program);
      const dr = await driver(program, written, undefined);
      return dr.execute(names ?? written.asked, inputsOf(program, dr));
    },
    async close() {
      await closeAll();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// Where do random programs run? Each over stores of its own, in memory or in a folder, and also without a cache.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "vitest";
import {
  Builder,
  type CacheOptions,
  createLoader,
  env,
  file,
  isCellarError,
  memoryMetadata,
  memoryResults,
} from "../../src/index.ts";
import { type AnyDriver, type Asking, lookAt } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import { type Behavior, FOLDER } from "./nodeText.ts";
import type { Program } from "./program.ts";
import { type Written, write } from "./write.ts";

export interface Setting {
  readonly store: "memory" | "folder";
  readonly concurrency: 1 | 8;
  /** Closes the store after each run, as a restart does. */
  readonly restart: boolean;
}

type Values = Readonly<Record<string, unknown>>;

export interface Outcome {
  /** Of what was asked for; without what failed, or was skipped behind a failure. */
  readonly values: Values;
  /** What savers wrote, by the name of the file. */
  readonly saved: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, string>>;
  readonly written: Written;
}

export interface Bench {
  /** Plans and executes all nodes, or some of them and the times, in new modules; the plan is checked. */
  run(program: Program, names?: readonly string[]): Promise<Outcome>;
  /**
   * What the same text gives where nothing is cached; undefined where it fails. Leaves no file behind.
   *
   * @param overrides the time of the run that it is compared with
   */
  uncached(
    program: Program,
    names: readonly string[],
    overrides: Values,
  ): Promise<Pick<Outcome, "values" | "saved"> | undefined>;
  /** Writes over a file that was saved. */
  harm(at: number): void;
  close(): Promise<void>;
}

/** All of one length, so that only their content tells them apart. */
const TEXTS = ["a", "b", "A", "z"] as const;
const variable = (at: number) => `CELLAR_PROPERTY_${at}`;

export function makeBench({ store, concurrency, restart }: Setting): Bench {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "cellar-")));
  const out = path.join(folder, "out");
  mkdirSync(out);
  const stores: CacheOptions =
    store === "memory"
      ? { resultStore: memoryResults(), metadataStore: memoryMetadata() }
      : { path: path.join(folder, ".cellar") };
  const open: AnyDriver[] = [];
  /** The time of the first run of each seed. */
  const moments = new Map<number, unknown>();

  /** What is outside the code, as the program has it. */
  const prepare = ({ files, variables }: Program) => {
    for (const [at, held] of files.entries()) writeFileSync(path.join(folder, `f${at}.txt`), TEXTS[held]!);
    for (const [at, held] of variables.entries()) process.env[variable(at)] = TEXTS[held]!;
  };
  const askingOf = ({ x, seed }: Program, dr: AnyDriver): Asking => {
    const all: Readonly<Record<string, () => unknown>> = {
      x: () => x,
      data0: () => file(path.join(folder, "f0.txt")),
      data1: () => file(path.join(folder, "f1.txt")),
      token0: () => env(variable(0)),
      token1: () => env(variable(1)),
    };
    const inputs = dr.nodes.flatMap(({ name }) => (Object.hasOwn(all, name) ? [[name, all[name]!()] as const] : []));
    return { inputs: Object.fromEntries(inputs), ...(seed === 0 ? {} : { seed }) };
  };
  const driver = async (program: Program, written: Written, cache: CacheOptions | undefined): Promise<AnyDriver> => {
    const loader = createLoader({ root: folder });
    const placed = (text: string) => text.replaceAll(FOLDER, `${folder}/`);
    for (const [name, how, text] of [
      ["lib", program.library, written.library],
      ["inner", program.inner, written.inner],
    ] as const) {
      if (how === "file") writeFileSync(path.join(folder, `${name}.ts`), placed(text));
      else await loader.loadModule(placed(text), { name });
    }
    const modules: object[] = [];
    for (const [i, text] of written.modules.entries())
      modules.push((await loader.loadModule(placed(text), { name: `cell${i}` })).namespace);
    const builder = new Builder().withModules(...modules).withConfig({ mode: program.mode });
    return (cache === undefined
      ? builder
      : builder.withCache(cache as CacheOptions<never>)
    ).build() as unknown as AnyDriver;
  };
  const listsOf = ({ behaviors }: Written): CacheOptions => {
    const named = (word: Behavior) => [...behaviors.keys()].filter((name) => behaviors.get(name) === word);
    return {
      default: named("default"),
      recompute: named("recompute"),
      disable: named("disable"),
      ignore: named("ignore"),
    };
  };
  const savedNow = () =>
    Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(path.join(out, name), "utf8")]));
  const closeAll = async () => {
    for (const dr of open.splice(0)) await dr.close();
  };

  const once = async (program: Program, written: Written, names: readonly string[]) => {
    const dr = await driver(program, written, { ...stores, ...listsOf(written) });
    open.push(dr);
    const asking = askingOf(program, dr);
    const plan = await dr.plan(names, asking);
    const values = await dr.execute(names, { ...asking, concurrency }).catch(ifFailed);
    const record = await dr.cache.run();
    expectPlanKept(plan, record);
    if (restart) await closeAll();
    return { values, words: lookAt(record).words };
  };
  const bench: Bench = {
    async run(program, names) {
      const written = write(program);
      prepare(program);
      const asked = [...new Set([...(names ?? written.asked), ...written.moments])];
      const begun = Date.now();
      const first = await once(program, written, asked);
      const fine = asked.filter((name) => !["failed", "skipped"].includes(first.words[name]!));
      // What did not fail is there all the same.
      const values = first.values ?? (await once(program, written, fine)).values!;
      for (const name of written.moments.filter((each) => Object.hasOwn(values, each))) {
        if (program.seed === 0) expect(values[name]).toBeGreaterThanOrEqual(begun);
        else expect(values[name]).toBe(moments.get(program.seed) ?? values[name]);
        moments.set(program.seed, values[name]);
      }
      return { values, saved: savedNow(), words: first.words, written };
    },
    async uncached(program, names, overrides) {
      const written = write(program);
      prepare(program);
      const dr = await driver(program, written, undefined);
      const before = savedNow();
      const clear = () => {
        for (const name of readdirSync(out)) rmSync(path.join(out, name));
      };
      clear();
      const values = await dr.execute(names, { ...askingOf(program, dr), overrides }).catch(ifFailed);
      const saved = savedNow();
      clear();
      for (const [name, text] of Object.entries(before)) writeFileSync(path.join(out, name), text);
      return values === undefined ? undefined : { values, saved };
    },
    harm(at) {
      const names = readdirSync(out);
      if (names.length > 0) writeFileSync(path.join(out, names[at % names.length]!), "mine");
    },
    async close() {
      await closeAll();
      for (const at of [0, 1]) delete process.env[variable(at)];
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

/** Checks and items may fail; nothing else may. */
function ifFailed(error: unknown): undefined {
  if (!isCellarError(error, "node-failed")) throw error;
}

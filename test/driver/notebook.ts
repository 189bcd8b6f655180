// What do the tests of the engine work with? A private folder, drivers of texts over its cache, and what became of each node.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";
import { Builder, type CacheOptions, type Driver, type ExecuteOptions, moduleFromText } from "../../src/index.ts";
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "../../src/protocol/index.ts";

export type AnyDriver = Driver<Record<string, unknown>, Record<string, unknown>>;
export type Asking = ExecuteOptions<Record<string, unknown>, Record<string, unknown>>;

export interface Ran {
  readonly values: Readonly<Record<string, unknown>>;
  readonly record: RunRecord;
  /** Node or input → status word. */
  readonly words: Readonly<Record<string, string>>;
  /** Texts of a node's cues, or of its note. */
  why(node: string): readonly string[];
}

export interface Notebook {
  readonly folder: string;
  readonly cache: string;
  write(file: string, text: string): string;
  /** A text as a module that nobody has loaded before, as after a restart. */
  cell(text: string, name?: string): Record<string, (...args: never[]) => unknown>;
  /** A driver of texts or modules over the notebook's cache; closed after the test. */
  driver(cells: string | object | readonly (string | object)[], cache?: CacheOptions): AnyDriver;
  /** Runs with a new driver; of a text, in a new module. */
  run(
    cells: string | object | readonly (string | object)[],
    names: readonly string[],
    asking?: Asking & { cache?: CacheOptions },
  ): Promise<Ran>;
  runTwice(...args: Parameters<Notebook["run"]>): Promise<readonly [Ran, Ran]>;
  /** Closes every driver made so far. */
  close(): Promise<void>;
}

/** Registers hooks: each test has a folder of its own. */
export function notebook(): Notebook {
  let folder = "";
  let drivers: AnyDriver[] = [];
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "cellar-")));
  });
  afterEach(async () => {
    await nb.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const nb: Notebook = {
    get folder() {
      return folder;
    },
    get cache() {
      return path.join(folder, ".cellar");
    },
    write(file, text) {
      writeFileSync(path.join(folder, file), text);
      return path.join(folder, file);
    },
    cell: (text, name = "basics") => moduleFromText(text, { name, folder }),
    driver(cells, cache = {}) {
      const modules = [cells]
        .flat()
        .map((c, at) => (typeof c === "string" ? nb.cell(c, at === 0 ? "basics" : `cell${at}`) : (c as object)));
      const options = { path: nb.cache, ...cache } as CacheOptions<never>;
      const dr = new Builder()
        .withModules(...modules)
        .withCache(options)
        .build() as unknown as AnyDriver;
      drivers.push(dr);
      return dr;
    },
    async run(cells, names, { cache, ...asking } = {}) {
      return ranBy(nb.driver(cells, cache), names, asking);
    },
    runTwice: async (...args) => [await nb.run(...args), await nb.run(...args)],
    async close() {
      for (const dr of drivers) await dr.close();
      drivers = [];
    },
  };
  return nb;
}

/** Runs with this driver, and looks at what it recorded. */
export async function ranBy(dr: AnyDriver, names: readonly string[], asking: Asking = {}): Promise<Ran> {
  const values = await dr.execute(names, asking);
  return { values, ...lookAt(await dr.cache.run()) };
}

/** A run that is meant to fail: its error, and what was recorded. */
export async function failedBy(dr: AnyDriver, names: readonly string[], asking: Asking = {}) {
  const error: unknown = await dr.execute(names, asking).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, ...lookAt(await dr.cache.run()) };
}

export function lookAt(record: RunRecord): Omit<Ran, "values"> {
  return {
    record,
    words: Object.fromEntries(
      record.graph.names.map((name, i) => [name, STATUS_WORDS[record.status[i] as StatusLetter].word]),
    ),
    why(node) {
      const detail = record.detail[record.graph.names.indexOf(node)];
      return [
        ...(detail?.cues ?? []).map((cue) => cue.text),
        ...(detail?.note === undefined ? [] : [detail.note.text]),
      ];
    },
  };
}

/** How often bodies were called, by node: `calls.count.total`. Cells reach it as `tally("total")`. */
export function tallies() {
  const count: Record<string, number> = {};
  beforeEach(() => {
    for (const name of Object.keys(count)) delete count[name];
    (globalThis as Record<string, unknown>)["tally"] = (name: string) => {
      count[name] = (count[name] ?? 0) + 1;
    };
  });
  afterEach(() => {
    delete (globalThis as Record<string, unknown>)["tally"];
  });
  return count;
}

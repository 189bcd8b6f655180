import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pl from "nodejs-polars";
import { afterAll, describe, expect, it } from "vitest";
import type { Host } from "../../src/driver/host.ts";
import { setHost, theHost } from "../../src/driver/host.ts";
import { Builder, type CacheOptions, type Driver, fileMetadata, fileResults, moduleFromText } from "../../src/index.ts";
import { expectPlanKept, keptBy } from "../planKept.ts";
import expected from "./tutorial/expected.json" with { type: "json" };

const here = path.join(path.dirname(fileURLToPath(import.meta.url)), "tutorial");
const folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
const printed: string[] = [];
const before: Host = theHost();
setHost({ ...before, root: folder, log: (line) => printed.push(line) });

process.env["TUTORIAL_FOLDER"] = folder;

afterAll(() => {
  setHost(before);
  delete process.env["TUTORIAL_FOLDER"];
  rmSync(folder, { recursive: true, force: true });
});

describe("the caching tutorial, by the engine in `function` mode, gives the transcript's lines", () => {
  const drivers: Driver<Record<string, unknown>, Record<string, unknown>>[] = [];
  /** The transcript's label of a value → our data version: the same labels must mean the same values. */
  const labels = new Map<string, string>();

  for (const step of expected.steps as readonly Step[]) {
    it(`${step.title} (${step.module}, ${JSON.stringify(step.inputs)})`, async () => {
      if (step.sameDriver !== true) drivers.push(driverOf(step.module, step.cache));
      const dr = drivers.at(-1)!;
      for (const [name, text] of Object.entries(step.files ?? {})) writeFileSync(path.join(folder, name), text);
      printed.length = 0;
      const inputs = within(step.inputs);
      const plan = await dr.plan(step.ask, { inputs });
      await dr.execute(step.ask, { inputs });
      expectPlanKept(plan, await dr.cache.run());
      expect(printed).toEqual(step.lines);
      expect(Object.values(dr.cache.logs()).flatMap((events) => (events ?? []).map(String))).toEqual(step.lines);
      const versions = dr.cache.dataVersions[dr.cache.lastRunId!]!;
      for (const [node, label] of Object.entries(step.versions)) {
        if (!labels.has(label)) {
          expect([...labels.values()]).not.toContain(versions[node]);
          labels.set(label, versions[node]!);
        }
        expect(versions[node], `${node} is ${label}`).toBe(labels.get(label));
      }
      expect(dr.cache.behaviors[dr.cache.lastRunId!]).toEqual(step.behaviors);
    });
  }
});

const KEY_STEPS = [
  "adapter::resolve_behavior",
  "adapter::set_cache_key",
  "adapter::get_cache_key::hit",
  "adapter::get_data_version::miss",
];
const EXECUTED_STEPS = [
  ...KEY_STEPS,
  "metadata_store::get_data_version::miss",
  "adapter::execute_node",
  "adapter::set_data_version",
  "metadata_store::set_data_version",
  "adapter::get_cache_key::hit",
  "adapter::get_data_version::hit",
  "result_store::set_result",
  "adapter::get_data_version::hit",
];

describe("what the tutorial asks of the cache afterwards", () => {
  const asked = { inputs: { cutoff_date: "2024-09-01" } };
  /** What was run last in the transcript: five dates. */
  const interactive = async () => {
    const dr = driverOf("cacheFormat");
    for (const date of ["01", "05", "10", "11", "13"])
      await keptBy(dr, ["amount_per_country"], { inputs: { cutoff_date: `2024-09-${date}` } });
    return dr;
  };

  it("T33, T38: the fresh data are seen, and the first interactive run returns a series", async () => {
    const { values, words } = await keptBy(driverOf("cacheFormat"), ["amount_per_country"], asked);
    const { amount_per_country } = values;
    expect(words).toEqual({ raw_data: "hit", cutoff_date: "given", processed_data: "hit", amount_per_country: "hit" });
    expect(pl.Series.isSeries(amount_per_country)).toBe(true);
    const sums = (amount_per_country as pl.Series).toArray().map((sum) => Number((sum as number).toFixed(4)));
    expect(sums).toEqual([77.9004, 941.957, 46.217, 2959.76]);
  });

  it("T34: the result lies in a Parquet file", async () => {
    const { cache } = await interactive();
    const version = cache.dataVersions[cache.runIds[0]!]!["processed_data"]!;
    const file = await cache.resultStore.pathOf(version, { format: "parquet" });
    const [stored, value] = [pl.readParquet(readFileSync(file!)), await cache.resultStore.get(version)];
    expect(String(stored)).toBe(String(value));
  });

  it("T35–T37, T39: behaviors, logs and views of any run", async () => {
    const { cache } = await interactive();
    expect(cache.resolveBehaviors()).toEqual({
      raw_data: "default",
      cutoff_date: "default",
      processed_data: "default",
      amount_per_country: "default",
    });
    const [first] = cache.runIds;
    const steps = cache.logs(first, { level: "debug" })["processed_data"]!.map(String);
    // A hit; T36 itself, of a node that executes, is below.
    expect(steps).toEqual(
      [
        ...KEY_STEPS,
        "metadata_store::get_data_version::hit",
        "result_store::get_result::hit",
        "adapter::set_data_version",
        "adapter::get_cache_key::hit",
        "adapter::get_data_version::hit",
        "adapter::get_data_version::hit",
      ].map((step) => `processed_data::${step}`),
    );
    expect(cache.runIds).toHaveLength(5);
    for (const run of cache.runIds) expect(await cache.viewRun(run).text()).toContain("amount_per_country");
    expect(await cache.viewRun().text()).toBe(await cache.viewRun(cache.lastRunId).text());
  });

  it("T40–T42: caches elsewhere, stores apart, all deleted, and the same driver goes on", async () => {
    const elsewhere = path.join(folder, "my_other_cache");
    const manual = driverOf("cacheFormat", { path: elsewhere });
    expect(existsSync(elsewhere)).toBe(true);
    await manual.close();
    const resultStore = fileResults({ path: path.join(folder, "results") });
    const metadataStore = fileMetadata({ path: path.join(folder, "metadata") });
    const apart = driverOf("cacheFormat", { resultStore, metadataStore });
    for (const _ of [1, 2]) {
      printed.length = 0;
      await keptBy(apart, ["amount_per_country"], asked);
      expect(printed).toEqual(
        ["raw_data", "processed_data", "amount_per_country"].map((node) => `${node}::adapter::execute_node`),
      );
      expect((await apart.cache.run()).status).toBe("xgxx");
      // T36; the step at its end is T35's asking for the behaviors of the run.
      const steps = () => apart.cache.logs(undefined, { level: "debug" })["processed_data"]!.map(String);
      expect(steps()).toEqual(EXECUTED_STEPS.map((step) => `processed_data::${step}`));
      expect(apart.cache.resolveBehaviors(apart.cache.lastRunId)["processed_data"]).toBe("default");
      expect(steps()).toEqual(
        [...EXECUTED_STEPS, "adapter::resolve_behavior"].map((step) => `processed_data::${step}`),
      );
      await keptBy(apart, ["amount_per_country"], asked);
      expect((await apart.cache.run()).status).toBe("hghh");
      await apart.cache.metadataStore.deleteAll();
      await apart.cache.resultStore.deleteAll();
    }
    await apart.close();
    await resultStore.close();
    await metadataStore.close();
  });

  it("T43–T45: a value of the fourth run; the key of the third taken apart, down to what it was given", async () => {
    const { cache } = await interactive();
    const fourth = cache.dataVersions[cache.runIds[3]!]!["processed_data"]!;
    expect(((await cache.resultStore.get(fourth)) as pl.DataFrame).shape).toEqual({ height: 2, width: 6 });
    const third = cache.runIds[2]!;
    const key = cache.cacheKeys[third]!["amount_per_country"]!;
    const { nodeName, codeVersion, dependenciesDataVersions } = await cache.decodeKey(key);
    expect([nodeName, codeVersion]).toEqual(["amount_per_country", cache.codeVersions[third]!["amount_per_country"]]);
    expect(dependenciesDataVersions).toEqual({ processed_data: cache.dataVersions[third]!["processed_data"] });
    const sums = (await cache.resultStore.get((await cache.metadataStore.get(key))!)) as pl.Series;
    expect(sums.toArray().map((sum) => Number((sum as number).toFixed(4)))).toEqual([526.9194, 1719.24]);
    const given = (await cache.resultStore.get(dependenciesDataVersions["processed_data"]!)) as pl.DataFrame;
    expect(given.shape).toEqual({ height: 4, width: 6 });
  });
});

interface Step {
  readonly title: string;
  readonly module: string;
  readonly sameDriver?: true;
  /** Options of `withCache`. */
  readonly cache?: CacheOptions<never>;
  /** Written before the run. */
  readonly files?: Readonly<Record<string, string>>;
  readonly ask: readonly string[];
  readonly inputs: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  readonly behaviors: Readonly<Record<string, string>>;
}

/** Files stand in the test's own folder. */
function within({ file_path, ...inputs }: Step["inputs"]): Record<string, string> {
  return file_path === undefined ? inputs : { file_path: path.join(folder, file_path) };
}

function driverOf(name: string, cache: Step["cache"] = {}) {
  const text = readFileSync(path.join(here, `${name}.ts`), "utf8");
  const module = moduleFromText(text, { name, folder: here });
  const builder = new Builder().withModules(module).withCache({ codeVersion: "function", log: "info", ...cache });
  return builder.build() as unknown as Driver<Record<string, unknown>, Record<string, unknown>>;
}

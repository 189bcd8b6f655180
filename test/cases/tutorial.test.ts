import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { Host } from "../../src/driver/host.ts";
import { setHost, theHost } from "../../src/driver/host.ts";
import { Builder, type CacheOptions, type Driver, moduleFromText } from "../../src/index.ts";
import { expectPlanKept } from "../driver/planKept.ts";
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
      if (step.behaviors !== undefined) expect(dr.cache.behaviors[dr.cache.lastRunId!]).toEqual(step.behaviors);
    });
  }
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
  readonly behaviors?: Readonly<Record<string, string>>;
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

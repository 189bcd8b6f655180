import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { Host } from "../../src/driver/host.ts";
import { setHost, theHost } from "../../src/driver/host.ts";
import { Builder, type Driver, moduleFromText } from "../../src/index.ts";
import expected from "./tutorial/expected.json" with { type: "json" };

const here = path.join(path.dirname(fileURLToPath(import.meta.url)), "tutorial");
const folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
const printed: string[] = [];
const before: Host = theHost();
setHost({ ...before, root: folder, log: (line) => printed.push(line) });

afterAll(() => {
  setHost(before);
  rmSync(folder, { recursive: true, force: true });
});

describe("the caching tutorial, by the engine in `function` mode, gives the transcript's lines", () => {
  const drivers: Driver<Record<string, unknown>, Record<string, unknown>>[] = [];
  /** The transcript's label of a value → our data version: the same labels must mean the same values. */
  const labels = new Map<string, string>();

  for (const step of expected.steps) {
    it(`${step.title} (${step.module}, cutoff ${step.cutoff_date})`, async () => {
      if (!("sameDriver" in step)) drivers.push(driverOf(step.module));
      const dr = drivers.at(-1)!;
      printed.length = 0;
      await dr.execute(step.ask, { inputs: { cutoff_date: step.cutoff_date } });
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
    });
  }
});

function driverOf(name: string) {
  const text = readFileSync(path.join(here, `${name}.ts`), "utf8");
  const module = moduleFromText(text, { name, folder: here });
  const builder = new Builder().withModules(module).withCache({ codeVersion: "function", log: "info" });
  return builder.build() as unknown as Driver<Record<string, unknown>, Record<string, unknown>>;
}

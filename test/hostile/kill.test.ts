import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Builder, moduleFromText } from "../../src/index.ts";
import type { AnyDriver } from "../driver/notebook.ts";
import { keptBy } from "../planKept.ts";
import { NODES, TEXT } from "./dataflow.mjs";

const child = fileURLToPath(new URL("./children/killedRun.mjs", import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "cellar-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const driver = () =>
  new Builder()
    .withModules(moduleFromText(TEXT, { name: "killed", folder }))
    .withCache({ path: path.join(folder, ".cellar"), strict: true })
    .build() as unknown as AnyDriver;
const asked = { inputs: { seed: 1 } };

const unfinished = () =>
  readdirSync(path.join(folder, ".cellar"), { recursive: true }).filter((name) => String(name).includes("writing~"));

describe("kill -9 while a run is under way", () => {
  for (const moment of ["execute", "encode", "write", "rename", "commit"]) {
    for (let count = 0; count < 5; count++) {
      it(`inside ${moment} (${count + 1} of 5): what had finished is a hit, nothing is torn, no litter stays`, async () => {
        const killed = spawnSync(process.execPath, [child, folder, moment, String(count)], { encoding: "utf8" });
        expect(killed.signal, killed.stderr).toBe("SIGKILL");

        const dr = driver();
        const [dead] = (await dr.cache.history({ scope: "cache" })).runs;
        expect(dead!.state).toBe("interrupted");
        expect(dead!.status).not.toMatch(/[pwr]/);
        expect(unfinished()).toEqual([]);
        const graph = (await dr.cache.run(dead!.run)).graph;
        const finished = graph.names.filter((_, i) => "xu".includes(dead!.status[i]!));

        const { values, record } = await keptBy(dr, ["last"], asked);
        expect(Array.from(values["last"] as Float64Array).slice(0, 2)).toEqual([4000, 4000 + 1 / 3]);
        const hits = record.graph.names.filter((_, i) => record.status[i] === "h");
        expect(hits).toEqual(expect.arrayContaining(finished.filter((name) => name !== "seed")));
        // Bytes without a row are no hit: the node that was being written executes.
        const [first = ""] = NODES.filter((name) => !finished.includes(name));
        expect(record.status[record.graph.names.indexOf(first)]).toMatch(moment === "commit" ? /[xh]/ : "x");
        expect(record.warnings ?? []).toEqual([]);

        expect((await keptBy(dr, ["last"], asked)).record.status).toMatch(/^[gh]+$/);
        await dr.close();
      });
    }
  }
});

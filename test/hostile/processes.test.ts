import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notebook } from "../driver/notebook.ts";
import { expectPlanKept } from "../planKept.ts";
import { inChild, runInChild } from "./child.ts";

const nb = notebook();

describe("the surroundings of a process", () => {
  const text = "export function out(x: number) { return new Date(x).getHours(); }";
  const asked = { text, names: ["out"], inputs: { x: 0 } };

  it("another time zone executes and says so; back again, it hits", () => {
    const [utc, tokyo] = [{ TZ: "UTC" }, { TZ: "Asia/Tokyo" }];
    expect(runInChild(nb.folder, asked, utc).values).toEqual({ out: 0 });
    const moved = runInChild(nb.folder, asked, tokyo);
    expect([moved.values, moved.why("out")]).toEqual([{ out: 9 }, ["environment: timezone UTC → Asia/Tokyo"]]);
    expect(runInChild(nb.folder, asked, tokyo).words["out"]).toBe("hit");
    const back = runInChild(nb.folder, asked, utc);
    expect([back.values, back.words["out"]]).toEqual([{ out: 0 }, "hit"]);
  });

  it("another locale executes and says so", () => {
    const local = {
      ...asked,
      text: "export function out(x: number) { return x.toLocaleString(); }",
      inputs: { x: 1234.5 },
    };
    const [english, german] = [{ LC_ALL: "en-US" }, { LC_ALL: "de-DE" }];
    expect(runInChild(nb.folder, local, english).values).toEqual({ out: "1,234.5" });
    const moved = runInChild(nb.folder, local, german);
    expect([moved.values, moved.why("out")]).toEqual([{ out: "1.234,5" }, ["environment: locale en-US → de-DE"]]);
    expect(runInChild(nb.folder, local, german).words["out"]).toBe("hit");
  });

  it("a run that hits gives what an uncached run gives there, whatever zone, locale and order of keys", {
    timeout: 120_000,
  }, () => {
    const code = `export function a(given: Record<string, number>) { return Object.entries(given).map(([k, v]) => k + v).sort((x, y) => x.localeCompare(y)); }
export function b(a: string[], at: number) { return [String(new Date(at)), a.join(), (at / 3).toLocaleString(), new Date(at).toLocaleDateString()]; }
export function c(b: string[], given: Record<string, number>) { return JSON.stringify([b, given]); }`;
    const places = [
      { TZ: "UTC", LC_ALL: "en-US" },
      { TZ: "Asia/Kolkata", LC_ALL: "sv-SE" },
      { TZ: "America/St_Johns", LC_ALL: "de-DE" },
    ];
    const world = fc.record({
      keys: fc.uniqueArray(fc.constantFrom("z", "ä", "a", "A", "Z", "10", "9"), { minLength: 1 }),
      at: fc.integer({ min: 0, max: 2 ** 31 }).map((s) => s * 1000),
    });
    fc.assert(
      fc.property(fc.array(world, { minLength: 3, maxLength: 3 }), (worlds) => {
        const asking = worlds.flatMap(({ keys, at }) =>
          [keys, [...keys].reverse()].map((order) => ({
            text: code,
            names: ["c"],
            inputs: { at, given: Object.fromEntries(order.map((k, i) => [k, i % 2])) },
          })),
        );
        for (const place of places) {
          const fresh = inChild(
            nb.folder,
            asking.map((a) => ({ ...a, only: "uncached" as const })),
            place,
          ).answers.map((a) => a.values);
          const twice = inChild(nb.folder, [...asking, ...asking], place).answers;
          expect(twice.map((a) => a.values)).toEqual([...fresh, ...fresh]);
          expect(twice.slice(asking.length).map((a) => a.record.status)).toEqual(
            asking.map(() => expect.stringMatching(/^[gh]+$/)),
          );
        }
      }),
      { numRuns: 2 },
    );
  });
});

describe("another process", () => {
  it("an upgraded package executes and names both versions, also one that only a dependency needs", () => {
    const install = (name: string, version: string, dependencies = {}) => {
      mkdirSync(`${nb.folder}/node_modules/${name}`, { recursive: true });
      nb.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, main: "index.js", dependencies }));
      nb.write(`node_modules/${name}/index.js`, `exports.version = ${JSON.stringify(version)};`);
    };
    install("needed", "1.0.0");
    install("tool", "1.0.0", { needed: "*" });
    const text =
      "import { version } from 'tool';\nexport function out() { return version; }\nexport function other() { return 1; }";
    const run = () => runInChild(nb.folder, { text, names: ["out", "other"] });
    expect(run().values).toEqual({ out: "1.0.0", other: 1 });
    install("tool", "2.0.0", { needed: "*" });
    const second = run();
    expect([second.values["out"], second.words]).toEqual(["2.0.0", { out: "executed", other: "hit" }]);
    expect(second.why("out")[0]).toMatch(
      /^the package `tool` changed: tool@1\.0\.0 \(dependencies [0-9a-f]{8}\) → tool@2\.0\.0 \(dependencies [0-9a-f]{8}\)$/,
    );
    expect(run().words["out"]).toBe("hit");
    install("needed", "1.0.1");
    expect([run().words["out"], run().words["out"]]).toEqual(["unchanged", "hit"]);
  });

  it("reads instances of a class of the module, without executing anything", () => {
    const text = (unit: string) => `export class Amount { value = 0; tell() { return this.value + ${unit}; } }
export function out(x: number) { const a = new Amount(); a.value = x; return a; }
export function below(out: Amount) { return out instanceof Amount && out.tell(); }`;
    const asked = { text: text("' CAD'"), names: ["out", "below"], inputs: { x: 3 } };
    expect(runInChild(nb.folder, asked).values).toEqual({ out: "Amount: 3 CAD", below: "3 CAD" });
    const second = runInChild(nb.folder, asked);
    expect([second.values, second.words]).toEqual([
      { out: "Amount: 3 CAD", below: "3 CAD" },
      { x: "given", out: "hit", below: "hit" },
    ]);
    const third = runInChild(nb.folder, { ...asked, text: text("' USD'") });
    expect([third.values, third.words["out"]]).toEqual([{ out: "Amount: 3 USD", below: "3 USD" }, "executed"]);
  });

  it("sees what a recompute of another has put in place", () => {
    const text =
      "export function draw() { return Math.random(); }\nexport function below(draw: number) { return draw * 2; }";
    const first = runInChild(nb.folder, { text, names: ["below", "draw"] });
    const second = runInChild(nb.folder, { text, names: ["below", "draw"], cache: { recompute: ["draw"] } });
    expect(second.values["draw"]).not.toBe(first.values["draw"]);
    const third = runInChild(nb.folder, { text, names: ["below", "draw"] });
    expect([third.values, third.words]).toEqual([second.values, { draw: "hit", below: "hit" }]);
  });

  it("reads the runs of an earlier one: by id, as a history, and drawn", async () => {
    const text =
      "export function a(x: number) { if (x > 1) throw new Error('too much'); return x; }\nexport function b(a: number) { return a; }";
    const first = runInChild(nb.folder, { text, names: ["b"], inputs: { x: 1 } });
    const { Builder, moduleFromText } = await import("../../src/index.ts");
    const dr = new Builder()
      .withModules(moduleFromText(text, { name: "basics", folder: nb.folder }))
      .named("child")
      .withCache({ path: nb.cache })
      .build();
    expect(dr.cache.runIds).toEqual([]);
    expect(await dr.cache.run(first.record.run)).toEqual(first.record);
    expect((await dr.cache.run()).run).toBe(first.record.run);
    const plan = await dr.plan(["b"], { inputs: { x: 2 } });
    await expect(dr.execute(["b"], { inputs: { x: 2 } })).rejects.toThrow("too much");
    expectPlanKept(plan, await dr.cache.run());
    await dr.close();
    const last = runInChild(nb.folder, { text, names: ["b"], inputs: { x: 1 } });
    expect(last.words).toEqual({ x: "given", a: "hit", b: "hit" });
    const again = new Builder()
      .withModules(moduleFromText(text, { name: "basics", folder: nb.folder }))
      .named("child")
      .withCache({ path: nb.cache })
      .build();
    const history = await again.cache.history();
    expect(history.runs.map((run) => [run.state, run.status])).toEqual([
      ["done", "gxx"],
      ["failed", "gfs"],
      ["done", "ghh"],
    ]);
    expect(await again.cache.viewHistory().text()).toContain("failed");
    await again.close();
  });
});

describe("a process in which nothing changed", () => {
  const text =
    "import pl from 'nodejs-polars';\nexport function frame(x: number) { return pl.DataFrame({ a: [x, 2] }); }\nexport function out(frame: pl.DataFrame) { return frame.height; }";
  const asked = { text, names: ["out"], inputs: { x: 1 } };

  it("plans and hits without TypeScript and without the libraries of the values", async () => {
    const { symlinkSync } = await import("node:fs");
    symlinkSync(new URL("../../node_modules", import.meta.url), `${nb.folder}/node_modules`, "dir");
    const first = inChild(nb.folder, [asked]);
    expect([first.typescript, first.polars, first.answers[0]!.values]).toEqual([true, true, { out: 2 }]);
    const planned = inChild(nb.folder, [{ ...asked, only: "plan" }]);
    expect([planned.typescript, planned.polars, planned.answers[0]!.rows.map((row) => row.what)]).toEqual([
      false,
      false,
      ["given", "hit", "hit"],
    ]);
    const second = runInChild(nb.folder, asked);
    expect([second.typescript, second.polars, second.values]).toEqual([false, false, { out: 2 }]);
    const edited = inChild(nb.folder, [{ ...asked, inputs: { x: 5 }, only: "plan" }]);
    expect([edited.typescript, edited.polars, edited.answers[0]!.text]).toEqual([
      false,
      false,
      expect.stringMatching(/^1 execute, 1 may execute \(only if `frame` changes\), 0 hits/),
    ]);
    expect(createRequire(import.meta.url).resolve("nodejs-polars")).toContain("node_modules/nodejs-polars/");
  });
});

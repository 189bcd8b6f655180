import { describe, expect, it } from "vitest";
import { type Host, setHost, theHost } from "../../src/driver/host.ts";
import { isCellarError, onRun, type RunMessage } from "../../src/index.ts";
import { applyEvents, HISTORY_MIME, RUN_MIME, type RunEvent, type RunRecord } from "../../src/protocol/index.ts";
import { failedBy, notebook, ranBy } from "./notebook.ts";

const nb = notebook();
const text = "export function a(x: number) { return [x]; }\nexport function b(a: number[]) { return a.length; }";
const asked = { inputs: { x: 1 } };

/** A host of a test, and what it was told to show. */
async function hosted<T>(host: Partial<Host>, act: (shown: unknown[]) => Promise<T>): Promise<T> {
  const before = theHost();
  const shown: unknown[] = [];
  setHost({
    ...before,
    root: nb.folder,
    display: (bundle) => shown.push(bundle),
    log: (line) => shown.push(line),
    ...host,
  });
  try {
    return await act(shown);
  } finally {
    setHost(before);
  }
}

describe("what a driver tells of its own runs, at once", () => {
  it("ids, versions and keys by run and node", async () => {
    const dr = nb.driver(text);
    expect([dr.cache.runIds, dr.cache.lastRunId, dr.cache.path]).toEqual([[], undefined, nb.cache]);
    const { record } = await ranBy(dr, ["b"], asked);
    await ranBy(dr, ["b"], asked);
    const [one, two] = dr.cache.runIds;
    expect([one, two]).toEqual([record.run, dr.cache.lastRunId]);
    for (const versions of [dr.cache.dataVersions, dr.cache.codeVersions, dr.cache.cacheKeys])
      expect(versions[two!]).toEqual(versions[one!]);
    expect(Object.keys(dr.cache.dataVersions[one!]!)).toEqual(["x", "a", "b"]);
    expect(Object.keys(dr.cache.codeVersions[one!]!)).toEqual(["a", "b"]);
    for (const digest of Object.values(dr.cache.cacheKeys[one!]!)) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(record.key[1]).toBe(dr.cache.cacheKeys[one!]!["a"]!.slice(0, 12));
  });

  it("logs by node, in the tutorial's words; `debug` tells every step", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["b"], asked);
    await ranBy(dr, ["b"], asked);
    const [one] = dr.cache.runIds;
    const lines = (...args: Parameters<typeof dr.cache.logs>) =>
      Object.values(dr.cache.logs(...args)).flatMap((events) => (events ?? []).map(String));
    expect(lines(one)).toEqual(["a::adapter::execute_node", "b::adapter::execute_node"]);
    expect(lines()).toEqual(["a::result_store::get_result::hit", "b::result_store::get_result::hit"]);
    expect(lines(one, { level: "debug" })).toContain("a::metadata_store::get_data_version::miss");
    expect(lines(undefined, { level: "debug" })).toContain("b::metadata_store::get_data_version::hit");
  });

  it("prints the lines as they happen where `log` is asked for", async () => {
    await hosted({}, async (shown) => {
      await nb.run(text, ["b"], { ...asked, cache: { log: "info" } });
      await nb.run(text, ["b"], { ...asked, cache: { log: "info" } });
      expect(shown).toEqual([
        "a::adapter::execute_node",
        "b::adapter::execute_node",
        "a::result_store::get_result::hit",
        "b::result_store::get_result::hit",
      ]);
    });
  });

  it("an unknown run names the nearest; a driver that has not run says so", async () => {
    const dr = nb.driver(text);
    await expect(dr.cache.run()).rejects.toThrow("This driver has not run yet");
    expect(() => dr.cache.logs()).toThrow("This driver has not run yet");
    await ranBy(dr, ["b"], asked);
    const near = `${dr.cache.lastRunId!.slice(0, -1)}_`;
    for (const error of [
      await dr.cache.run(near).catch((e: unknown) => e),
      await dr.cache
        .viewRun(near)
        .text()
        .catch((e: unknown) => e),
    ]) {
      expect(isCellarError(error, "unknown-run") && error.message).toBe(
        `No run is called \`${near}\`. Did you mean \`${dr.cache.lastRunId}\`?`,
      );
    }
    expect(() => dr.cache.logs(near)).toThrow("No run is called");
  });
});

describe("runs of other drivers", () => {
  it("are read by id, and the last of the dataflow without one", async () => {
    const { record } = await nb.run(text, ["b"], asked);
    const dr = nb.driver(text);
    expect(await dr.cache.run(record.run)).toEqual(record);
    expect(await dr.cache.run()).toEqual(record);
    expect(String(await dr.explain("b", { runId: record.run }))).toBe(
      "`b` executed because `b` never ran before.".replace("`b` never ran before", "`b` never ran before"),
    );
  });

  it("a history holds this dataflow's, this notebook's or all runs of the cache, oldest first", async () => {
    await hosted({ origin: "notebook", notebook: "one.ipynb" }, async () => {
      await nb.run(nb.cell(text, "basics"), ["b"], asked);
      await nb.run(nb.cell(text, "other"), ["a"], asked);
    });
    await hosted({ origin: "notebook", notebook: "two.ipynb" }, async () => {
      const dr = nb.driver(nb.cell(text, "basics"));
      await ranBy(dr, ["b"], asked);
      const seen = async (scope: "dataflow" | "notebook" | "cache") =>
        (await dr.cache.history({ scope })).runs.map((run) => run.dataflow.label);
      expect(await seen("dataflow")).toEqual(["two.ipynb · basics"]);
      expect(await seen("notebook")).toEqual(["two.ipynb · basics"]);
      expect(await seen("cache")).toEqual(["one.ipynb · basics", "one.ipynb · other", "two.ipynb · basics"]);
      expect((await dr.cache.history({ scope: "cache", limit: 1 })).more).toBe(2);
    });
  });

  it("a dataflow that is named has its own history, wherever it runs", async () => {
    const { Builder } = await import("../../src/index.ts");
    const make = (name: string) =>
      new Builder().withModules(nb.cell(text, name)).named("sales").withCache({ path: nb.cache }).build();
    const [one, two] = [make("first"), make("second")];
    await one.execute(["b"], asked);
    await two.execute(["b"], asked);
    expect((await two.cache.history()).runs.map((run) => [run.dataflow.label, run.status])).toEqual([
      ["sales", "gxx"],
      ["sales", "ghh"],
    ]);
    await one.close();
    await two.close();
  });

  it("a failed run keeps its graph, its error and its place in the history", async () => {
    const broken = "export function a() { throw new Error('no'); }\nexport function b(a: number) { return a; }";
    await failedBy(nb.driver(broken), ["b"]);
    await failedBy(nb.driver(broken), ["b"]);
    const history = await nb.driver(broken).cache.history();
    expect(history.runs.map((run) => [run.state, run.status, run.detail[0]!.error!.message])).toEqual([
      ["failed", "fs", "no"],
      ["failed", "fs", "no"],
    ]);
    expect(history.graphs).toHaveLength(1);
  });
});

describe("views", () => {
  it("of a run and of a history display themselves with record, picture and text, and `show()` sends them", async () => {
    await hosted({}, async (shown) => {
      const dr = nb.driver(text);
      await ranBy(dr, ["b"], asked);
      await ranBy(dr, ["b"], asked);
      for (const [view, mime] of [
        [dr.cache.viewRun(), RUN_MIME],
        [dr.cache.viewHistory(), HISTORY_MIME],
      ] as const) {
        const bundle = await (view as unknown as Record<symbol, () => Promise<Record<string, unknown>>>)[
          Symbol.for("Jupyter.display")
        ]!();
        expect(Object.keys(bundle)).toEqual([mime, "image/svg+xml", "text/plain"]);
        expect(bundle[mime]).toEqual(await view.record());
        expect(String(bundle["image/svg+xml"])).toMatch(/^<svg/);
        await view.show();
        expect(shown.at(-1)).toEqual(bundle);
      }
      expect(await dr.cache.viewRun().text()).toContain("hit");
    });
  });

  it("of an earlier run show that run", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["b"], asked);
    await ranBy(dr, ["b"], asked);
    expect((await dr.cache.viewRun(dr.cache.runIds[0]).record()).status).toBe("gxx");
    expect((await dr.cache.viewRun().record()).status).toBe("ghh");
  });
});

describe("a run as it happens", () => {
  it("its events, applied to its start, give its record, whether it executes, hits or fails", async () => {
    const messages: RunMessage[] = [];
    const end = onRun((message) => messages.push(message));
    const failing =
      "export function a(x: number) { if (x > 1) throw new Error('no'); return x; }\nexport function b(a: number) { return a; }";
    const dr = nb.driver(failing);
    await ranBy(dr, ["b"], asked);
    await ranBy(dr, ["b"], asked);
    await failedBy(dr, ["b"], { inputs: { x: 2 } });
    end();
    await ranBy(dr, ["b"], asked);
    const starts = messages.flatMap((m) => (m.type === "start" ? [m.record] : []));
    expect(starts).toHaveLength(3);
    for (const start of starts) {
      const events = messages.flatMap((m) =>
        m.type === "event" && m.event.run === start.run ? [m.event as RunEvent] : [],
      );
      const final = messages.find(
        (m): m is { type: "run"; record: RunRecord } => m.type === "run" && m.record.run === start.run,
      )!.record;
      expect(applyEvents(start, events)).toEqual({ ...final, n: start.n });
      expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    }
  });
});

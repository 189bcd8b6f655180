import { describe, expect, it } from "vitest";
import { type Adapter, Builder, type CacheOptions } from "../../../src/index.ts";
import { failedBy, notebook, ranBy } from "../notebook.ts";

const nb = notebook();

const TEXT = `
export function rows(): number[] { return [1, 2]; }
export async function total(rows: number[]): Promise<number> { await null; return rows.length; }
export function broken(rows: number[]): number { throw new Error("no rows: " + rows.length); }
export function below(broken: number): number { return broken; }
`;

function driver(adapters: readonly Adapter[], cache: CacheOptions<never> | null = {}, text = TEXT) {
  const builder = new Builder().withModules(nb.cell(text)).withAdapters(...adapters);
  return (cache === null ? builder : builder.withCache({ path: nb.cache, ...cache })).build() as unknown as ReturnType<
    typeof nb.driver
  >;
}

/** Writes down what it is told, each function as asynchronous as it is told to be. */
function listener(wait: () => void | Promise<void> = () => {}) {
  const heard: string[] = [];
  const adapter: Adapter = {
    name: "listener",
    beforeRun: async ({ names }) => {
      await wait();
      heard.push(`run ${names.join()}`);
    },
    afterRun: async ({ state, counts }) => {
      await wait();
      const some = Object.entries(counts).filter(([, n]) => n > 0);
      heard.push(`run ${state}: ${some.map(([word, n]) => `${n} ${word}`).join(", ")}`);
    },
    beforeNode: async ({ node, module }) => {
      await wait();
      heard.push(`${module}.${node}`);
    },
    afterNode: async ({ node, status, error, reason }) => {
      await wait();
      heard.push([`${node} ${status}`, error?.message, reason].filter((word) => word !== undefined).join(": "));
    },
  };
  return { heard, adapter };
}

const EXECUTED = [
  "run total",
  "basics.rows",
  "rows executed",
  "basics.total",
  "total executed",
  "run done: 2 executed",
];

describe("withAdapters", () => {
  it("tells the version of the value that a node gave, also of an ignored one", async () => {
    const versions = new Map<string, string | undefined>();
    const adapter: Adapter = {
      name: "versions",
      afterNode: ({ node, dataVersion }) => void versions.set(node, dataVersion),
    };
    await ranBy(driver([adapter], { ignore: ["rows" as never] }), ["total"]);
    expect([...versions.values()]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });

  it("tells of each run and node: executed first, hits when nothing changed, before only where a function runs", async () => {
    const { heard, adapter } = listener();
    const dr = driver([adapter]);
    await ranBy(dr, ["total"]);
    expect(heard.splice(0)).toEqual(EXECUTED);
    await ranBy(dr, ["total"]);
    expect(heard.splice(0)).toEqual(["run total", "rows hit", "total hit", "run done: 2 hit"]);
    await ranBy(dr, ["total"], { recompute: ["total"] });
    expect(heard).toEqual(["run total", "basics.total", "total unchanged", "rows hit", "run done: 1 hit, 1 unchanged"]);
    await dr.close();
  });

  it("works without a cache", async () => {
    const { heard, adapter } = listener();
    const dr = driver([adapter], null);
    expect(await dr.execute(["total"])).toEqual({ total: 2 });
    expect(heard).toEqual(EXECUTED);
  });

  it.each([
    ["with a cache", {}],
    ["without", null],
  ])("tells what failed and what was skipped for it, %s", async (_, cache) => {
    const { heard, adapter } = listener();
    const dr = driver([adapter], cache);
    await expect(dr.execute(["below"])).rejects.toMatchObject({ code: "node-failed" });
    const reason = cache === null ? "the run ended before it was done" : "`broken` failed";
    expect(heard).toEqual([
      "run below",
      "basics.rows",
      "rows executed",
      "basics.broken",
      "broken failed: no rows: 2",
      `below skipped: ${reason}`,
      "run failed: 1 executed, 1 failed, 1 skipped",
    ]);
    await dr.close();
  });

  it("waits for what is asynchronous: a function begins after beforeNode, a run ends after the last afterNode", async () => {
    const order: string[] = [];
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
    (globalThis as Record<string, unknown>)["noted"] = (word: string) => order.push(word);
    const text = 'export function one(): number { (globalThis as any).noted("body"); return 1; }';
    const adapter: Adapter = {
      async beforeRun() {
        await pause();
        order.push("beforeRun");
      },
      async beforeNode() {
        await pause();
        order.push("beforeNode");
      },
      async afterNode() {
        await pause();
        await pause();
        order.push("afterNode");
      },
      async afterRun() {
        await pause();
        order.push("afterRun");
      },
    };
    for (const cache of [{}, null]) {
      const dr = driver([adapter], cache, text);
      await dr.execute(["one"]);
      expect(order.splice(0)).toEqual(["beforeRun", "beforeNode", "body", "afterNode", "afterRun"]);
      await dr.close();
    }
  });

  it("one that throws changes nothing: it is told once in the record, and the others hear on", async () => {
    const { heard, adapter } = listener();
    const bad: Adapter = {
      name: "bad",
      beforeRun: () => Promise.reject(new Error("no disk")),
      beforeNode: () => {
        throw new TypeError("not ready");
      },
      afterNode: () => {
        throw undefined;
      },
    };
    const dr = driver([bad, adapter]);
    const { values, record } = await ranBy(dr, ["total"]);
    expect(values).toEqual({ total: 2 });
    expect(record.state).toBe("done");
    expect(record.warnings).toEqual([
      "beforeRun() of the adapter `bad` failed: Error: no disk",
      "beforeNode() of the adapter `bad` failed: TypeError: not ready",
      "afterNode() of the adapter `bad` failed: undefined",
    ]);
    expect(heard).toEqual(EXECUTED);
    expect((await ranBy(dr, ["total"])).words).toEqual({ rows: "hit", total: "hit" });
    await dr.close();
  });

  it("strict: a run fails with it once it has ended, and what was computed stays stored", async () => {
    const bad: Adapter = { beforeNode: () => Promise.reject(new Error("not ready")) };
    const dr = driver([bad], { strict: true });
    const { error, record } = await failedBy(dr, ["total"]);
    expect(error).toMatchObject({
      code: "adapter-failed",
      message: "beforeNode() of the adapter 1 failed: Error: not ready",
      cause: { message: "not ready" },
    });
    expect(record.state).toBe("failed");
    expect((await ranBy(dr, ["total"])).words).toEqual({ rows: "hit", total: "hit" });
    await dr.close();
  });

  it("what one writes into its notice no other reads, and no record", async () => {
    const { heard, adapter } = listener();
    const rude: Adapter = { afterNode: (notice) => void Object.assign(notice, { node: "x", status: "hit" }) };
    const dr = driver([rude, adapter]);
    const { words } = await ranBy(dr, ["total"]);
    expect([heard, words]).toEqual([EXECUTED, { rows: "executed", total: "executed" }]);
    await dr.close();
  });

  it("two runs at once are told apart by their ids", async () => {
    const runs = new Map<string, string[]>();
    const adapter: Adapter = {
      afterNode: ({ run, node, status }) => void runs.set(run, [...(runs.get(run) ?? []), `${node} ${status}`]),
    };
    const dr = driver([adapter]);
    await Promise.all([dr.execute(["total"]), dr.execute(["rows"])]);
    expect([...runs.keys()].sort()).toEqual([...dr.cache.runIds].sort());
    expect([...runs.values()].flat().filter((word) => word === "rows executed")).toHaveLength(1);
    await dr.close();
  });

  it("an interrupted run ends too", async () => {
    const { heard, adapter } = listener();
    const stop = new AbortController();
    const dr = driver([adapter, { beforeNode: () => stop.abort() }]);
    await expect(dr.execute(["total"], { signal: stop.signal })).rejects.toMatchObject({ code: "interrupted" });
    expect(heard.at(-1)).toMatch(/^run interrupted: /);
    await dr.close();
  });

  it.each([
    [null, "withAdapters(): argument 1 is null, not an adapter."],
    [() => {}, "withAdapters(): argument 1 is function, not an adapter."],
    [{ beforeNode: "log" }, "withAdapters(): argument 1: `beforeNode` is string, not a function."],
    [
      { beforNode() {} },
      "withAdapters(): argument 1 has none of `beforeRun`, `afterRun`, `beforeNode`, `afterNode`, so nothing of it would be called. Did you mean `beforeNode`?",
    ],
  ])("%j is refused at once", (adapter, message) => {
    expect(() => new Builder().withAdapters(adapter as never)).toThrow(
      expect.objectContaining({ code: "bad-option", message }),
    );
  });
});

import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { setHost, theHost } from "../../../src/driver/host.ts";
import { type AnyDriver, type Asking, failedBy, notebook, ranBy } from "../notebook.ts";

const nb = notebook();
const text = `export function root(x: number) { return x + 1; }
export function mid(root: number, x: number) { return root + x; }
export function left(mid: number) { return mid + 100; }
export function right(mid: number) { return mid * 2; }
export function total(left: number, right: number) { return left + right; }
export function bad(mid: number) { throw new Error("no " + mid + "\\nat all"); }
export function db(x: number) { return { call() { return x; } }; }`;
const asked: Asking = { inputs: { x: 1 } };

/** Lines of a node without its name. */
const told = (dr: AnyDriver, node: string, level: "info" | "debug" = "debug") =>
  (dr.cache.logs(undefined, { level })[node] ?? []).map((event) => String(event).replace(`${node}::`, ""));

// The sequences are those that Hamilton 1.90 gave for the same dataflow, asked for the same.
const KEY = [
  "adapter::resolve_behavior",
  "adapter::set_cache_key",
  "adapter::get_cache_key::hit",
  "adapter::get_data_version::miss",
];
const EXECUTED = [
  ...KEY,
  "metadata_store::get_data_version::miss",
  "adapter::execute_node",
  "adapter::set_data_version",
  "metadata_store::set_data_version",
  "adapter::get_cache_key::hit",
  "adapter::get_data_version::hit",
  "result_store::set_result",
];
const HIT = [
  ...KEY,
  "metadata_store::get_data_version::hit",
  "result_store::get_result::hit",
  "adapter::set_data_version",
  "adapter::get_cache_key::hit",
  "adapter::get_data_version::hit",
];
const READ = "adapter::get_data_version::hit";

describe("the log of a run, with every step, in the tutorial's words", () => {
  it("of nodes that execute, and of inputs: once more for each node that takes the version into its key", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    expect(told(dr, "root")).toEqual([...EXECUTED, READ]);
    expect(told(dr, "mid")).toEqual([...EXECUTED, READ, READ]);
    expect(told(dr, "total")).toEqual([EXECUTED[0], "adapter::is_final_var", ...EXECUTED.slice(1)]);
    expect(told(dr, "x")).toEqual(["adapter::resolve_behavior", "adapter::is_input", READ, READ]);
    expect(told(dr, "x", "info")).toEqual([]);
    expect(told(dr, "total", "info")).toEqual(["adapter::execute_node"]);
  });

  it("of hits", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    await ranBy(dr, ["total"], asked);
    expect(told(dr, "mid")).toEqual([...HIT, READ, READ]);
    expect(told(dr, "total")).toEqual([HIT[0], "adapter::is_final_var", ...HIT.slice(1)]);
  });

  it("of a forced node: the key is set, nothing is looked up, and equal bytes are not stored again", async () => {
    await nb.run(text, ["total"], asked);
    const dr = nb.driver(text, { recompute: ["mid"] });
    await ranBy(dr, ["total"], asked);
    expect(told(dr, "mid")).toEqual([
      "adapter::resolve_behavior",
      "adapter::set_cache_key",
      "adapter::execute_node",
      "adapter::get_cache_key::hit",
      "adapter::set_data_version",
      "metadata_store::set_data_version",
      "adapter::get_cache_key::hit",
      READ,
      READ,
      READ,
    ]);
    expect(dr.cache.logs(undefined, { level: "debug" })["mid"]![0]!.value).toBe("recompute");
  });

  it("of a stored result that is gone: found in the metadata, missing in the results, executed and stored again", async () => {
    await nb.run(text, ["total"], asked);
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare("DELETE FROM small_bytes").run();
    db.close();
    const dr = nb.driver(text);
    await ranBy(dr, ["total"], asked);
    expect(told(dr, "total")).toEqual([
      "adapter::resolve_behavior",
      "adapter::is_final_var",
      ...KEY.slice(1),
      "metadata_store::get_data_version::hit",
      "result_store::missing_result",
      ...EXECUTED.slice(5),
    ]);
  });

  it("of a failure: with its message, on one line; of what is skipped behind it only its behavior", async () => {
    const dr = nb.driver(`${text}\nexport function below(bad: number) { return bad; }`);
    await failedBy(dr, ["below"], asked);
    expect(told(dr, "bad")).toEqual([...EXECUTED.slice(0, 6), "adapter::failed_execution::no 3"]);
    expect(told(dr, "bad", "info")).toEqual(["adapter::execute_node", "adapter::failed_execution::no 3"]);
    expect(told(dr, "below")).toEqual(["adapter::resolve_behavior"]);
    expect(told(dr, "below", "info")).toEqual([]);
  });

  it("of a value without a version: nothing is stored of it", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["db"], asked);
    expect(told(dr, "db")).toContain("adapter::unhashable_data_version");
    expect(told(dr, "db").join()).not.toMatch(/set_result|metadata_store::set/);
  });

  it("events tell what was set: behavior, key, data version", async () => {
    const dr = nb.driver(text);
    const { record } = await ranBy(dr, ["mid"], asked);
    const events = dr.cache.logs(record.run, { level: "debug" })["mid"]!;
    const valueOf = (name: string) => events.find(({ event }) => event === name)!.value;
    expect(valueOf("resolve_behavior")).toBe("default");
    expect(valueOf("set_cache_key")).toBe(dr.cache.cacheKeys[record.run]!["mid"]);
    expect(valueOf("set_data_version")).toBe(dr.cache.dataVersions[record.run]!["mid"]);
    expect(Object.keys(dr.cache.logs())).toEqual(["root", "mid"]);
  });

  it("another level is an error", async () => {
    const dr = nb.driver(text);
    await ranBy(dr, ["mid"], asked);
    expect(() => dr.cache.logs(undefined, { level: "all" as never })).toThrow('"info" or "debug", not "all"');
  });
});

describe("lines that are printed while it lasts", () => {
  async function printed(log: "info" | "debug", act: (dr: AnyDriver) => Promise<unknown>) {
    const before = theHost();
    const lines: string[] = [];
    setHost({ ...before, root: nb.folder, log: (line) => lines.push(line) });
    try {
      const dr = nb.driver(text, { log });
      await act(dr);
      return { lines, dr };
    } finally {
      setHost(before);
    }
  }

  it.each(["info", "debug"] as const)(
    "at level %s hold the same events as the log of the run, node by node",
    async (level) => {
      for (let turn = 0; turn < 2; turn++) {
        const { lines, dr } = await printed(level, (driver) => driver.execute(["total"], asked));
        const logs = dr.cache.logs(undefined, { level });
        for (const [node, events] of Object.entries(logs)) {
          // A parent's row may be written, and told, after its child has begun.
          const mine = lines.filter((line) => line.startsWith(`${node}::`));
          expect(mine.toSorted()).toEqual(events!.map(String).toSorted());
        }
        expect(lines).toHaveLength(Object.values(logs).flat().length);
      }
    },
  );

  it("a failure is told with its message", async () => {
    const { lines } = await printed("info", (dr) => dr.execute(["bad"], asked).catch(() => undefined));
    expect(lines.slice(-2)).toEqual(["bad::adapter::execute_node", "bad::adapter::failed_execution::no 3"]);
  });
});

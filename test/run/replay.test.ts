// Does a hit show what its execution printed, marked, and nothing else?
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { Builder, isCellarError, memoryMetadata, memoryResults, secret, workersExecutor } from "../../src/index.ts";
import type { NodeDetail } from "../../src/protocol/index.ts";
import { failedBy, notebook, type Ran, ranBy } from "../driver/notebook.ts";
import { heard } from "./heard.ts";

const out = heard();
const nb = notebook();
const replay = { replay: true };

/** In each module of these tests. */
const PRELUDE = `const print = (text: string | Uint8Array) => { process.stdout.write(text); };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
`;
const detailOf = ({ record }: Pick<Ran, "record">, node: string): NodeDetail =>
  record.detail[record.graph.names.indexOf(node)] ?? {};
const outputOf = (ran: Pick<Ran, "record">, node: string) => detailOf(ran, node).output;

/** What each of two runs printed, and what they recorded. */
async function twice(text: string, names: readonly string[], cache: object = replay, asking: object = {}) {
  const first = await nb.run(PRELUDE + text, names, { cache, ...asking });
  const live = out.bytes();
  const second = await nb.run(PRELUDE + text, names, { cache, ...asking });
  return { first, second, live, again: out.bytes() };
}

describe("R27: what a node printed is shown again on a hit", () => {
  it("marked with its run, in the order of the graph, and told in both records", async () => {
    const text = `export function load() { print("loading\\n"); return 1; }
export function total(load: number) { print("adding"); print(" up\\n"); return load + 1; }`;
    const { first, second, live, again } = await twice(text, ["total"]);
    expect(live.toString()).toBe("loading\nadding up\n");
    expect(again.toString()).toBe("[load: printed in run 1]\nloading\n[total: printed in run 1]\nadding up\n");
    const made = outputOf(first, "load")!;
    expect(made).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{12}$/), bytes: 8, replayed: false });
    expect(outputOf(second, "load")).toEqual({ ...made, replayed: true });
    const third = await nb.run(PRELUDE + text, ["total"], { cache: replay });
    expect(outputOf(third, "load")).toEqual({ ...made, replayed: true });
  });

  it("both streams in their order; a line that was left open is ended", async () => {
    const text = `export function load() { process.stderr.write("careful\\n"); print("half"); process.stderr.write("x"); return 1; }`;
    await nb.run(PRELUDE + text, ["load"], { cache: replay });
    out.lines();
    await nb.run(PRELUDE + text, ["load"], { cache: replay });
    expect(out.lines()).toEqual([
      "stderr: [load: printed in run 1]\n",
      "stderr: careful\n",
      "stdout: half",
      "stderr: x",
      "stderr: \n",
    ]);
  });

  it("a hit above a node that executes is shown before it, one below that hits is shown after it", async () => {
    const text = (top: string) => `export function load() { print("load\\n"); return 1; }
export function middle(load: number) { print("middle\\n"); return ${top}; }
export function low(middle: number) { print("low\\n"); return middle; }`;
    await nb.run(PRELUDE + text("load + 1"), ["low"], { cache: replay });
    out.text();
    await nb.run(PRELUDE + text("1 + load"), ["low"], { cache: replay });
    expect(out.text()).toBe("[load: printed in run 1]\nload\nmiddle\n[low: printed in run 1]\nlow\n");
  });

  it("in scripts only where it was asked for; what was kept can be left unshown", async () => {
    const text = `export function load() { print("loading\\n"); return 1; }`;
    const silent = await twice(text, ["load"], {});
    expect([silent.again.length, outputOf(silent.first, "load")]).toEqual([0, undefined]);
    const other = text.replace("1", "2");
    const kept = await twice(other, ["load"], { replay: { show: false } });
    expect([kept.again.length, outputOf(kept.first, "load")?.bytes]).toEqual([0, 8]);
    await nb.run(PRELUDE + other, ["load"], { cache: replay });
    expect(out.text()).toContain("loading");
  });

  it("it enters no key: switching it on or off executes nothing", async () => {
    const text = `${PRELUDE}export function load() { print("loading\\n"); return 1; }`;
    await nb.run(text, ["load"]);
    const on = await nb.run(text, ["load"], { cache: replay });
    expect([on.words["load"], outputOf(on, "load")]).toEqual(["hit", undefined]);
  });

  it("a bad option is told at build(), with the nearest name", () => {
    const build = (given: unknown) => () =>
      new Builder()
        .withModules(nb.cell("export const a = () => 1;"))
        .withCache({ replay: given } as never)
        .build();
    expect(build({ shwo: true })).toThrow(/`shwo`.*Did you mean `show`\?/);
    expect(build("yes")).toThrow(/true, false or/);
    expect(build({ show: 1 })).toThrow(/true or false, not 1/);
  });

  it("the same computation twice in one run is shown once", async () => {
    const text = `export function a() { print("made\\n"); return 1; }
export function b() { print("made\\n"); return 1; }
export const both = (a: number, b: number) => a + b;`;
    const { live, again } = await twice(text, ["both"]);
    expect(live.toString()).toBe("made\n");
    expect(again.toString().match(/made/g)).toHaveLength(1);
  });

  it("an accepted value keeps what its execution printed", async () => {
    const text = (n: number) => `${PRELUDE}export function load() { print("loading\\n"); return ${n}; }`;
    await nb.run(text(1), ["load"], { cache: replay });
    const dr = nb.driver(text(2), replay);
    await dr.accept("load");
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toBe("[load: printed in run 1]\nloading\n");
  });

  it("the result of a recompute brings its own output", async () => {
    const text = `export function load() { print("call " + process.env.REPLAY_CALL + "\\n"); return 1; }`;
    process.env["REPLAY_CALL"] = "one";
    await nb.run(PRELUDE + text, ["load"], { cache: replay });
    process.env["REPLAY_CALL"] = "two";
    await nb.run(PRELUDE + text, ["load"], { cache: replay, recompute: ["load"] });
    out.text();
    await nb.run(PRELUDE + text, ["load"], { cache: replay });
    expect(out.text()).toBe("[load: printed in run 2]\ncall two\n");
  });
});

describe("R27: only what is certainly a node's own is kept", () => {
  it("nodes whose awaits interleave get each their own lines", async () => {
    const body = (name: string) =>
      `export async function ${name}() { for (let i = 0; i < 3; i++) { await sleep(2); print("${name} " + i + "\\n"); await Promise.all([note("${name}"), sleep(1)]); } return "${name}"; }`;
    const text = `async function note(name: string) { await null; print(name + " notes\\n"); }
${["a", "b", "c"].map(body).join("\n")}
export const all = (a: string, b: string, c: string) => a + b + c;`;
    const { live, again } = await twice(text, ["all"]);
    expect(live.toString()).toMatch(/a \d\n(a notes\n)?b \d\n/); // they did interleave
    const each = (name: string) => [0, 1, 2].map((i) => `${name} ${i}\n${name} notes\n`).join("");
    expect(again.toString()).toBe(["a", "b", "c"].map((n) => `[${n}: printed in run 1]\n${each(n)}`).join(""));
  });

  it("in scripts also what timers and callbacks of a node print", async () => {
    const text = `export async function a() { await new Promise<void>((done) => setTimeout(() => { print("a\\n"); done(); }, 5)); return 1; }
export async function b() { await new Promise<void>((done) => setTimeout(() => { print("b\\n"); done(); }, 5)); return 2; }
export const all = (a: number, b: number) => a + b;`;
    const { again } = await twice(text, ["all"]);
    expect(again.toString()).toBe("[a: printed in run 1]\na\n[b: printed in run 1]\nb\n");
  });

  it("what comes from elsewhere while nodes run makes them not replayable, and the record says so", async () => {
    const text = `export async function slow() { print("mine\\n"); await sleep(40); return 1; }`;
    const ticking = setInterval(() => process.stdout.write("tick\n"), 5);
    const { first, second, again } = await twice(text, ["slow"]);
    clearInterval(ticking);
    expect(outputOf(first, "slow")).toEqual({
      bytes: 5,
      replayed: false,
      reason: expect.stringMatching(/^not replayable: .*nobody can tell/),
    });
    expect([second.words["slow"], again.toString().replaceAll("tick\n", "")]).toEqual(["hit", ""]);
  });

  it("what a promise that was left behind prints later is nobody's, and harms nobody", async () => {
    const text = `export function early() { print("early\\n"); void sleep(10).then(() => print("late\\n")); return 1; }
export async function after(early: number) { await sleep(30); print("after\\n"); return early; }`;
    const { live, again } = await twice(text, ["after"]);
    expect(live.toString()).toBe("early\nlate\nafter\n");
    expect(again.toString()).toBe("[early: printed in run 1]\nearly\n[after: printed in run 1]\nafter\n");
  });

  it("of a failed node nothing is shown; of several attempts the one that succeeded", async () => {
    const text = `import { retry } from "cellar";
let calls = 0;
export const flaky = retry({ times: 2, delayMs: 1 }, () => { print("call\\n"); if (!(globalThis as any).isCalm) { (globalThis as any).isCalm = true; throw new Error("once"); } return 1; });
export function broken() { print("broken\\n"); throw new Error("no"); }`;
    const broken = await failedBy(nb.driver(PRELUDE + text, replay), ["broken"]);
    expect(outputOf(broken, "broken")).toBeUndefined();
    const { live, again } = await twice(text, ["flaky"]);
    delete (globalThis as { isCalm?: boolean }).isCalm;
    expect(live.toString()).toBe("broken\ncall\ncall\n");
    expect(again.toString()).toBe("[flaky: printed in run 2]\ncall\n");
  });

  it("what items print is not shown again, and the record of the list says so", async () => {
    const text = `import { collect, parallelizable } from "cellar";
export const item = parallelizable(() => [1, 2]);
export function each(item: number) { print("item " + item + "\\n"); return item; }
export const all = collect({}, (each: number[]) => each.length);`;
    const { first, second, live, again } = await twice(text, ["all"]);
    expect([live.toString(), again.toString()]).toEqual(["item 1\nitem 2\n", ""]);
    expect(outputOf(first, "each")).toEqual({
      bytes: 14,
      replayed: false,
      reason: "not replayable: its items printed it",
    });
    expect(outputOf(second, "each")).toBeUndefined();
  });

  it("a node that executes a driver of its own prints what that one prints", async () => {
    const inner = nb.cell(
      `${PRELUDE}export async function deep() { await sleep(1); print("deep\\n"); return 1; }`,
      "inner",
    );
    const dr = new Builder()
      .withModules(inner)
      .withCache({ path: path.join(nb.folder, "inner"), ...replay })
      .build();
    (globalThis as { innerRun?: unknown }).innerRun = () => dr.execute(["deep"] as never);
    const text = `export async function outer() { print("outer\\n"); await (globalThis as any).innerRun(); return 1; }`;
    const { live, again } = await twice(text, ["outer"]);
    await dr.close();
    expect(live.toString()).toBe("outer\ndeep\n");
    expect(again.toString()).toBe("[outer: printed in run 1]\nouter\ndeep\n");
  });

  it("two runs at once over one cache, each with lines of its own", async () => {
    const text = (name: string) =>
      `${PRELUDE}export async function ${name}() { await sleep(5); print("${name}\\n"); await sleep(5); print("${name} too\\n"); return 1; }`;
    const drivers = ["p", "q"].map((name) => nb.driver(text(name), replay));
    await Promise.all([drivers[0]!.execute(["p"]), drivers[1]!.execute(["q"])]);
    out.text();
    await ranBy(nb.driver(text("q"), replay), ["q"]);
    expect(out.text()).toMatch(/^\[q: printed in run \d\]\nq\nq too\n$/);
  });
});

describe("R27: what is kept is capped, and clean", () => {
  it("of 5 MB the first is kept, cut between characters, and both the record and the output say so", async () => {
    const text = `export function much() { for (let i = 0; i < 5; i++) print("é".repeat(500_000)); return 1; }`;
    const { first, second, live, again } = await twice(text, ["much"]);
    expect(live.length).toBe(5_000_000);
    expect(outputOf(first, "much")).toMatchObject({ bytes: 5_000_000, truncated: true });
    expect(outputOf(second, "much")).toMatchObject({ bytes: 5_000_000, truncated: true, replayed: true });
    const shown = again.toString();
    expect(shown.match(/é/g)).toHaveLength(500_000);
    expect(shown).not.toContain("\ufffd");
    expect(shown).toMatch(/\n\[much: of 5000000 bytes that it printed, these were kept\]\n$/);
  });

  it("bytes that are no text come back as they were; so does text that is given as hex", async () => {
    const text = `export function bytes() { print(new Uint8Array([0, 255, 254, 10])); process.stdout.write("00ff0a", "hex"); return 1; }`;
    const { live, again } = await twice(text, ["bytes"]);
    expect([...live]).toEqual([0, 255, 254, 10, 0, 255, 10]);
    expect([...again]).toEqual([...Buffer.from("[bytes: printed in run 1]\n"), ...live]);
  });

  it("a buffer that is used again, and a character in two halves, are kept as they were printed", async () => {
    const text = `export function halves() { const one = new Uint8Array([0xc3]); print(one); one[0] = 0xa9; print(one); print("\\n"); return 1; }`;
    const { again } = await twice(text, ["halves"]);
    expect(again.toString()).toBe("[halves: printed in run 1]\né\n");
  });

  it("a secret that is printed is not stored, also where it stands across the cut, or comes in parts", async () => {
    const asking = { inputs: { key: secret("sesame-1234") } };
    const whole = await twice(
      `export function tell(key: string) { print("it is " + key + "\\n"); return 1; }`,
      ["tell"],
      replay,
      asking,
    );
    expect(whole.live.toString()).toBe("it is sesame-1234\n");
    expect(whole.again.toString()).toBe("[tell: printed in run 1]\nit is ‹secret›\n");
    const edge = `export function edge(key: string) { print("x".repeat(1_000_000 - 4) + key + "\\n"); print("y".repeat(100_000)); return 1; }`;
    const cut = (await twice(edge, ["edge"], replay, asking)).again.toString();
    expect([cut.includes("sesa"), cut.includes("xxx")]).toEqual([false, true]);
    const slack = `export function slack(key: string) { print("x".repeat(1_065_536 - 6) + key + "\\n"); return 1; }`;
    expect((await twice(slack, ["slack"], replay, asking)).again.toString()).not.toContain("sesa");
    const parts = `export function parts(key: string) { print(key.slice(0, 5)); process.stderr.write("-"); print(key.slice(5)); return 1; }`;
    const { first, again } = await twice(parts, ["parts"], replay, asking);
    expect(outputOf(first, "parts")?.reason).toMatch(/not replayable: it printed a secret/);
    expect(again.length).toBe(0);
    await nb.close();
    const files = readdirSync(nb.cache, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    expect(files.length).toBeGreaterThan(1);
    for (const file of files)
      expect([file.name, readFileSync(path.join(file.parentPath, file.name)).includes("sesame")]).toEqual([
        file.name,
        false,
      ]);
  });
});

describe("R27: what was printed is lost", () => {
  const text = `${PRELUDE}export function load() { print("loading\\n"); return "a value"; }`;
  const harm = (sql: string) => {
    const db = new Database(path.join(nb.cache, "metadata.db"));
    db.prepare(sql).run();
    db.close();
  };
  const replayBytes = "bytes_digest = (SELECT replay_digest FROM execution WHERE replay_digest IS NOT NULL)";

  it.each([
    ["gone", `DELETE FROM small_bytes WHERE ${replayBytes}`, "not stored any more"],
    ["damaged", `UPDATE small_bytes SET data = x'7b7d' WHERE ${replayBytes}`, "damaged"],
  ])("%s: the node hits all the same, nothing is shown, and the record says so", async (_, sql, said) => {
    await nb.run(text, ["load"], { cache: replay });
    await nb.close();
    harm(sql);
    out.text();
    const { words, record, values } = await nb.run(text, ["load"], { cache: { ...replay, strict: true } });
    expect([words["load"], values["load"], out.text()]).toEqual(["hit", "a value", ""]);
    expect(outputOf({ record }, "load")).toMatchObject({ replayed: false, reason: expect.stringContaining(said) });
    expect(record.departed).toEqual([]);
    const again = await nb.run(text, ["load"], { cache: replay, recompute: ["load"] });
    expect(again.words["load"]).toBe("unchanged");
    out.text();
    await nb.run(text, ["load"], { cache: replay });
    expect(out.text()).toBe("[load: printed in run 3]\nloading\n");
  });

  it("a whole cache that is deleted takes it along; deleteAll too", async () => {
    await nb.run(text, ["load"], { cache: replay });
    const dr = nb.driver(text, replay);
    await dr.execute(["load"]);
    await dr.cache.deleteAll();
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toBe("loading\n");
    await nb.close();
    rmSync(nb.cache, { recursive: true });
    await nb.run(text, ["load"], { cache: replay });
    expect(out.text()).toBe("loading\n");
  });
});

describe("R27: wherever it is kept and wherever it was printed", () => {
  it("memory stores give it back", async () => {
    const stores = { ...replay, metadataStore: memoryMetadata(), resultStore: memoryResults() };
    const dr = nb.driver(`${PRELUDE}export function load() { print("loading\\n"); return 1; }`, stores);
    await dr.execute(["load"]);
    out.text();
    await dr.execute(["load"]);
    expect(out.text()).toBe("[load: printed in run 1]\nloading\n");
  });

  it("it is kept in a result store beyond this machine only where asked", async () => {
    const text = `${PRELUDE}export function load() { print("loading\\n"); return 1; }`;
    for (const share of [false, true]) {
      const results = memoryResults();
      const put: number[] = [];
      const resultStore = {
        ...results,
        isRemote: true,
        put: (items: Parameters<typeof results.put>[0]) => {
          put.push(items.length);
          return results.put(items);
        },
      };
      const cache = { replay: share ? { share } : true, metadataStore: memoryMetadata(), resultStore };
      await nb.run(text, ["load"], { cache });
      expect(put).toEqual([share ? 2 : 1]);
    }
  });

  it("bodies on worker threads print in their order, each its own, also beside what an earlier one left there", async () => {
    const text = `${PRELUDE}export function left(x: number) { print("left\\n"); setTimeout(() => print("late\\n"), 5); return x; }
export async function next(left: number) { await sleep(30); print("next\\n"); await sleep(1); print("next too\\n"); return left; }`;
    const run = async () => {
      const builder = new Builder().withModules(nb.cell(text)).withExecutor(workersExecutor({ threads: 1 }));
      const dr = builder.withCache({ path: nb.cache, ...replay }).build();
      await dr.execute(["next"] as never, { inputs: { x: 1 } } as never);
      const record = await dr.cache.run();
      await dr.close();
      return { record, text: out.text() };
    };
    const first = await run();
    expect(detailOf(first, "next").on).toBe("workers");
    expect(first.text).toContain("late");
    const second = await run();
    expect(second.text).toBe("[left: printed in run 1]\nleft\n[next: printed in run 1]\nnext\nnext too\n");
  });

  it("a busy body on a worker thread can be stopped after an await, while it is heard", async () => {
    const text = `${PRELUDE}export async function spin(x: number) { await sleep(1); print("spins\\n"); for (;;); }`;
    const builder = new Builder().withModules(nb.cell(text)).withExecutor(workersExecutor({ threads: 1 }));
    const dr = builder.withCache({ path: nb.cache, ...replay }).build();
    const stop = new AbortController();
    const running = dr.execute(["spin"] as never, { inputs: { x: 1 }, signal: stop.signal } as never);
    while (!out.text().includes("spins")) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    const error: unknown = await running.catch((thrown: unknown) => thrown);
    expect(isCellarError(error, "interrupted")).toBe(true);
    await dr.close();
  });
});

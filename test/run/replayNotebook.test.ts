// What does a notebook show of a hit? What was printed and displayed, without AsyncLocalStorage, as in a kernel below Node 24.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noteDisplay, setHost } from "../../src/index.ts";
import type { NodeDetail } from "../../src/protocol/index.ts";
import { notebook, type Ran } from "../driver/notebook.ts";
import { heard } from "./heard.ts";

const out = heard();
const nb = notebook();

interface Message {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}
let shown: Message[] = [];

beforeEach(() => {
  shown = [];
  setHost({
    origin: "notebook",
    root: nb.folder,
    notebook: "notes.ipynb",
    cell: () => undefined,
    display(data, metadata = {}) {
      shown.push({ data, metadata });
      noteDisplay("display_data", { data, metadata, transient: {} });
    },
    log: () => {},
  });
  // As a kernel does it: whatever cells display passes through it.
  Object.assign(globalThis, {
    display: (data: object, id?: string) =>
      noteDisplay("display_data", {
        data,
        metadata: { wide: true },
        transient: id === undefined ? {} : { display_id: id },
      }),
    update: (data: object, id: string) =>
      noteDisplay("update_display_data", { data, metadata: {}, transient: { display_id: id } }),
    clear: () => noteDisplay("clear_output", { wait: false }),
  });
});
afterEach(() => {
  for (const name of ["display", "update", "clear"]) Reflect.deleteProperty(globalThis, name);
});

const PRELUDE = `const print = (text: string) => { process.stdout.write(text); };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const { display, update, clear } = globalThis as any;
`;
const outputOf = ({ record }: Pick<Ran, "record">, node: string): NodeDetail["output"] =>
  record.detail[record.graph.names.indexOf(node)]?.output;

async function twice(text: string, names: readonly string[]) {
  const first = await nb.run(PRELUDE + text, names);
  out.text();
  shown = [];
  const second = await nb.run(PRELUDE + text, names);
  return { first, second, again: out.text() };
}
const mark = (node: string) => ({ cellar: { replayedFrom: 1, node } });

describe("R27: in a notebook", () => {
  it("what a node displayed is displayed again, equal but for the mark, among what it printed", async () => {
    const bundle = { "text/html": "<b>1</b>", "text/plain": "1", "application/json": { deep: [1, null] } };
    const text = `export function chart() { print("a\\n"); display(${JSON.stringify(bundle)}); print("b\\n"); return 1; }`;
    const { second, again } = await twice(text, ["chart"]);
    expect(shown).toEqual([{ data: bundle, metadata: { wide: true, ...mark("chart") } }]);
    expect([again, outputOf(second, "chart")?.replayed]).toEqual(["[chart: printed in run 1]\na\nb\n", true]);
  });

  it("a widget is shown by its text: nobody stands behind it any more", async () => {
    const widget = { "application/vnd.jupyter.widget-view+json": { model_id: "m" }, "text/html": "x" };
    const text = `export function both() { display(${JSON.stringify({ ...widget, "text/plain": "Slider(3)" })}); display(${JSON.stringify(widget)}); return 1; }`;
    await twice(text, ["both"]);
    expect(shown.map(({ data }) => data)).toEqual([{ "text/plain": "Slider(3)" }, { "text/plain": "a widget" }]);
  });

  it("a display that was changed is shown as it was last, and what was cleared is not shown", async () => {
    const text = `export function progress() { print("begins\\n"); clear(); display({ "text/plain": "0 %" }, "p"); display({ "text/plain": "other" }); update({ "text/plain": "100 %" }, "p"); return 1; }`;
    const { again } = await twice(text, ["progress"]);
    expect(shown.map(({ data }) => data["text/plain"])).toEqual(["100 %", "other"]);
    expect(again).toBe("[progress: printed in run 1]\n");
  });

  it("a node that changes a display of somebody else is not replayable, and the record says why", async () => {
    const { first, again } = await twice(
      `export function meddles() { update({ "text/plain": "1" }, "theirs"); print("x"); return 1; }`,
      ["meddles"],
    );
    expect(outputOf(first, "meddles")?.reason).toBe("not replayable: it changed a display that it had not made");
    expect([again, shown]).toEqual(["", []]);
  });

  it("a display that is too large is left out with all that follows, and nothing is half shown", async () => {
    const text = `export function huge() { print("before\\n"); display({ "text/plain": "x".repeat(1_000_001) }); print("after\\n"); return 1; }`;
    const { first, again } = await twice(text, ["huge"]);
    expect(outputOf(first, "huge")).toMatchObject({ truncated: true });
    expect(again).toMatch(
      /^\[huge: printed in run 1\]\nbefore\n\[huge: of \d+ bytes that it printed, these were kept\]\n$/,
    );
    expect(shown).toEqual([]);
  });

  it("what cannot be written as JSON makes it not replayable, and is displayed all the same", async () => {
    const { first } = await twice("export function odd() { display({ 'text/plain': 1n }); return 1; }", ["odd"]);
    expect(outputOf(first, "odd")?.reason).toBe("not replayable: it showed something that cannot be kept");
  });

  it("nodes whose awaits interleave are told apart by what is awaited, through helpers, then() and generators", async () => {
    const body = (name: string) => `export async function ${name}() {
  print("${name} begins\\n");
  for (let i = 0; i < 2; i++) { await sleep(2); print("${name} " + i + "\\n"); }
  await Promise.all([deep("${name}"), sleep(1).then(() => print("${name} then\\n"))]);
  for await (const i of count()) print("${name} gets " + i + "\\n");
  await sleep(1).then(() => deep("${name}")).finally(() => print("${name} finally\\n"));
  return "${name}";
}`;
    const text = `async function deep(name: string) { await sleep(3); await null; print(name + " deep\\n"); }
async function* count() { await sleep(1); yield 1; await sleep(1); yield 2; }
${["a", "b", "c"].map(body).join("\n")}
export const all = (a: string, b: string, c: string) => a + b + c;`;
    const { first, again } = await twice(text, ["all"]);
    expect(outputOf(first, "a")?.reason).toBeUndefined();
    const lines = ["begins", "0", "1", "then", "deep", "gets 1", "gets 2", "deep", "finally"];
    const each = (n: string) => [`[${n}: printed in run 1]`, ...lines.map((line) => `${n} ${line}`)].join("\n");
    expect(again).toBe(`${["a", "b", "c"].map(each).join("\n")}\n`);
  });

  it("what a timer prints while bodies run cannot be told apart: those that run then are not replayable, others are", async () => {
    const text = `export function first() { print("first\\n"); return 1; }
export async function timed(first: number) { await new Promise<void>((done) => setTimeout(() => { print("timer\\n"); done(); }, 3)); return first; }
export async function beside(first: number) { print("beside\\n"); await sleep(15); return first; }
export function last(timed: number, beside: number) { print("last\\n"); return timed + beside; }`;
    const { first, again } = await twice(text, ["last"]);
    for (const node of ["timed", "beside"])
      expect(outputOf(first, node)?.reason).toMatch(/^not replayable: .*nobody can tell/);
    expect(again).toBe("[first: printed in run 1]\nfirst\n[last: printed in run 1]\nlast\n");
  });

  it("a node that runs a driver of its own prints what that one prints, and a hit of that one is its own too", async () => {
    const inner = nb.driver(
      [nb.cell(`${PRELUDE}export async function deep() { await sleep(1); print("deep\\n"); return 1; }`, "inner")],
      { path: `${nb.folder}/inner` },
    );
    (globalThis as { innerRun?: unknown }).innerRun = () => inner.execute(["deep"]);
    const text = (n: number) =>
      `export async function outer() { print("outer\\n"); await (globalThis as any).innerRun(); return ${n}; }`;
    expect((await twice(text(1), ["outer"])).again).toBe("[outer: printed in run 1]\nouter\ndeep\n");
    // Now the inner node is a hit of its own run, whose mark is part of what the outer one prints.
    const { again } = await twice(text(2), ["outer"]);
    expect(again).toBe("[outer: printed in run 3]\nouter\n[deep: printed in run 1]\ndeep\n");
  });

  it("a promise that two bodies await is nobody's for certain", async () => {
    const text = `let shared: Promise<number> | undefined;
const once = () => (shared ??= (async () => { await sleep(5); print("shared\\n"); return 1; })());
export async function a() { return await once(); }
export async function b() { return 1 + (await once()); }
export const both = (a: number, b: number) => a + b;`;
    const { again } = await twice(text, ["both"]);
    expect(again).toBe("");
  });

  it("Error.prepareStackTrace and the limit of frames are as the user left them", async () => {
    const mine = () => "mine";
    const { prepareStackTrace, stackTraceLimit } = Error;
    Error.prepareStackTrace = mine;
    Error.stackTraceLimit = 3;
    try {
      const { again } = await twice(`export async function a() { await sleep(1); print("a\\n"); return 1; }`, ["a"]);
      expect(again).toContain("a\n");
      expect([Error.prepareStackTrace, Error.stackTraceLimit]).toEqual([mine, 3]);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      if (prepareStackTrace === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
      else Error.prepareStackTrace = prepareStackTrace;
    }
  });

  it("a body far down in a recursion is still known", async () => {
    const text = `const down = (n: number): void => { if (n > 0) down(n - 1); else print("deep\\n"); };
export async function deep() { await sleep(1); down(3000); return 1; }`;
    expect((await twice(text, ["deep"])).again).toBe("[deep: printed in run 1]\ndeep\n");
  });
});

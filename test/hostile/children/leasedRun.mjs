// Runs a dataflow that its parent holds in check: it says what happens by lines, and waits for its parent where it is told to.
import fs from "node:fs";
import { createInterface } from "node:readline";

const { folder, text, name = "basics", ask, periods, first, stays } = JSON.parse(process.argv[2]);
const say = (what) => process.stdout.write(`${JSON.stringify({ ...what, pid: process.pid })}\n`);
const calls = `${folder}/calls`;
process.chdir(folder);

/** Bodies reach these as `globalThis.parent`. */
globalThis.parent = {
  first,
  /** Who is called: one line each, for all processes. */
  enter(node) {
    fs.appendFileSync(calls, `${node} ${process.pid}\n`);
    say({ entered: node });
  },
  /** Keeps the event loop busy, as a long computation does. */
  busy(ms) {
    for (const end = Date.now() + ms; Date.now() < end; );
  },
  /** The same, until there is a file of that name. */
  busyUntil(file) {
    while (!fs.existsSync(`${folder}/${file}`)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  },
  async until(file) {
    while (!fs.existsSync(`${folder}/${file}`)) await new Promise((resolve) => setTimeout(resolve, 5));
  },
  /** Until so many bodies were called, in whichever process. */
  async called(count) {
    const lines = () => fs.readFileSync(calls, "utf8").trim().split("\n").length;
    while (lines() < count) await new Promise((resolve) => setTimeout(resolve, 5));
  },
  run: (names, options) => driver().execute(names, { inputs: ask.inputs, ...options, signal: undefined }),
};

// What others get is the bundle; the periods are no public option, and are set where the compiled sources are.
const lib = new URL("../../../lib/", import.meta.url).href;
if (periods !== undefined) (await import(`${lib}driver/stores/leasePeriods.js`)).setLeasePeriods(periods);
const { Builder, moduleFromText, onRun } = await import(periods === undefined ? "cellar" : `${lib}index.js`);
const module = moduleFromText(text, { name, folder });
const driver = () =>
  new Builder()
    .withModules(module)
    .withCache({ path: `${folder}/.cellar` })
    .build();
onRun((message) => {
  const waits = message.type === "event" && message.event.set?.detail?.waits;
  if (waits) say({ waits });
});

const { names, ...options } = ask;
const dr = driver();
const { rows } = await dr.plan(names, { inputs: ask.inputs });
say({ ready: true });
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await orders.next();
const stop = new AbortController();
void orders.next().then(({ done }) => done || stop.abort());
const values = await dr
  .execute(names, { ...options, signal: stop.signal })
  .catch((error) => ({ error: error.message }));
const record = await dr.cache.run();
say({ values, rows, record, words: Object.fromEntries(record.graph.names.map((node, i) => [node, record.status[i]])) });
process.stdin.destroy();
// A driver that nobody closes keeps no process alive.
if (!stays) await dr.close();

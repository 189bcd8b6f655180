import path from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import { cacheKeyOf } from "../../src/identity/cacheKey.ts";
import { notebook, tallies } from "../driver/notebook.ts";
import { keptBy } from "../planKept.ts";
import { closureOf, type ModelNode, type ModelStore, modelRun, modelValue } from "./model.ts";
import { distinct, lateLoss, type World, world } from "./world.ts";

const nb = notebook();
const count = tallies();

const nameOf = ({ nodes }: World, i: number) => nodes[i]?.name ?? `i${i}`;

/** The world as a text; values come from the model's own function, so that both compute the same. */
function textOf(w: World): string {
  const lines = w.nodes.flatMap((node) => {
    if (node === undefined) return [];
    const deps = node.deps.map((dep) => nameOf(w, dep));
    const typed = deps.map((dep) => `${dep}: string`).join(", ");
    const { name, code, modulus } = node;
    return `export function ${name}(${typed}) { world.tally("${name}"); return world.valueOfNode("${code}", ${modulus}, [${deps.join(", ")}]); }`;
  });
  return `const world = globalThis as any;\n${lines.join("\n")}`;
}

const keyOf = (node: ModelNode, versions: readonly string[]) =>
  cacheKeyOf({
    codeVersion: node.code,
    environment: "e".repeat(64),
    name: undefined,
    bindings: node.deps.map((_, at) => [`p${at}`, "value", versions[at]!] as const),
  });

/** Of some nodes the entry is lost, of some the bytes; the same ones in the cache and in the model. */
function lose(w: World, model: ModelStore, choices: readonly number[]): void {
  const db = new Database(path.join(nb.cache, "metadata.db"));
  const loseEntry = db.prepare(
    "DELETE FROM entry WHERE execution_id IN (SELECT execution_id FROM execution WHERE node = ?)",
  );
  const loseBytes = db.prepare(
    `DELETE FROM small_bytes WHERE bytes_digest IN (SELECT p.bytes_digest FROM payload p
      JOIN execution x ON x.data_version = p.data_version WHERE x.node = ?)`,
  );
  // The first run executes every node once, in their order.
  const nodes = closureOf(w.nodes, w.asked).flatMap((i) => w.nodes[i] ?? []);
  expect(nodes.length).toBe(model.size);
  [...model].forEach(([key, row], at) => {
    const choice = choices[at % choices.length]! % 4;
    if (choice > 1) return;
    expect((choice === 0 ? loseEntry : loseBytes).run(nodes[at]!.name).changes).toBe(1);
    if (choice === 0) model.delete(key);
    else model.set(key, { ...row, hasBytes: false });
  });
  db.close();
}

/** Runs three times; entries and bytes are lost after the first. */
async function compare(w: World, choices: readonly number[]): Promise<void> {
  const text = textOf(w);
  const closure = closureOf(w.nodes, w.asked);
  const inputs = Object.fromEntries(
    closure.filter((i) => w.nodes[i] === undefined).map((i) => [nameOf(w, i), w.inputs[i]]),
  );
  const recompute = closure.filter((i) => w.nodes[i]?.forced === true).map((i) => nameOf(w, i));
  const asked = w.asked.map((i) => nameOf(w, i));
  const model: ModelStore = new Map();
  await nb.driver(text).cache.deleteAll();
  for (let turn = 0; turn < 3; turn++) {
    for (const name of Object.keys(count)) delete count[name];
    const expected = modelRun(w.nodes, w.inputs, w.asked, model, keyOf);
    // Bytes that a plan did not look at, since nobody was to read them, may be found lost.
    const ran = await keptBy(nb.driver(text), asked, { inputs, recompute }, turn === 1 ? LOST : []);
    expect(count).toEqual(Object.fromEntries([...expected.executed].map((i) => [nameOf(w, i), 1])));
    expect(ran.values).toEqual(Object.fromEntries([...expected.values].map(([i, value]) => [nameOf(w, i), value])));
    if (turn === 0) lose(w, model, choices);
  }
  await nb.close();
}

const LOST = /^the bytes of `\w+` were missing on reading$/;

function computing(): void {
  Object.assign(globalThis, {
    valueOfNode: (code: string, modulus: number, deps: readonly string[]) =>
      modelValue({ name: "", deps: [], code, modulus, forced: false }, deps),
  });
}

it("2.4: over many worlds, a run executes the nodes of the reference model, once each, and gives its values", async () => {
  computing();
  await fc.assert(
    fc.asyncProperty(world.filter(distinct), fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), compare),
    { numRuns: 40 },
  );
});

it("2.4: a value found missing after nodes below it have executed: its node executes, and theirs stand", async () => {
  computing();
  await compare(lateLoss.world, lateLoss.choices);
});

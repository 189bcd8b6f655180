import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../../src/contracts.ts";
import { cacheKeyOf } from "../../../src/identity/cacheKey.ts";
import type { Question, Snapshot } from "../../../src/run/decide/question.ts";
import { below, decideReadable } from "../../../src/run/decide/readable.ts";
import { Resolution } from "../../../src/run/decide/resolution.ts";
import { closureOf, type ModelNode, type ModelStore, modelRun, modelValue, modelVersion } from "../model.ts";
import { distinct, lateLoss, type World, world } from "../world.ts";

const ENV = "e".repeat(64);

const keyOf = (node: ModelNode, versions: readonly string[]) =>
  cacheKeyOf({
    codeVersion: node.code,
    environment: ENV,
    name: undefined,
    bindings: node.deps.map((_, at) => [`p${at}`, "value", versions[at]!] as const),
  });

function snapshotOf(store: ModelStore, asynchronous: boolean): Snapshot {
  const entry = (version: string): Entry => ({
    dataVersion: version,
    executionId: 1,
    storedAt: 0,
    flags: 0,
    runId: 1,
    node: "x",
    durationMs: 1,
  });
  const bytes = (version: string) => [...store.values()].some((row) => row.version === version && row.hasBytes);
  return {
    entryOf(key) {
      const row = store.get(key);
      const found = row === undefined ? undefined : entry(row.version);
      return asynchronous ? Promise.resolve(found) : found;
    },
    hasBytes(versions) {
      const found = versions.map(bytes);
      return asynchronous ? Promise.resolve(found) : found;
    },
    collectedOf: () => undefined,
  };
}

function questionOf({ nodes, inputs, asked }: World): Question {
  const closure = closureOf(nodes, asked);
  const users: number[][] = nodes.map(() => []);
  for (const i of closure) for (const dep of new Set(nodes[i]?.deps ?? [])) users[dep]!.push(i);
  return {
    nodes: nodes.map((node, i) =>
      node === undefined || !closure.includes(i)
        ? undefined
        : {
            name: node.name,
            bound: node.deps.map((dep, at) => ({ parameter: `p${at}`, dep })),
            fixed: [],
            codeVersion: node.code,
            environment: ENV,
            openName: undefined,
            forced: node.forced ? "the test" : undefined,
            disabled: undefined,
            ignored: undefined,
            ttlMs: undefined,
            opaque: undefined,
            impure: undefined,
          },
    ),
    users,
    asked,
    dataflowId: 0,
    now: 0,
    given: nodes.map((node, i) => (node === undefined ? modelVersion(inputs[i]!) : undefined)),
  };
}

/**
 * Executes what the resolution decides, in order, as a run does. `decideReadable` is for planning alone: it forgets all
 * that was decided below a lost value, and would forget nodes that have executed, of which no second execution comes.
 */
async function engineRun(world: World, store: ModelStore, asynchronous: boolean) {
  const snapshot = snapshotOf(store, asynchronous);
  const resolution = new Resolution(questionOf(world), snapshot);
  await decideReadable(resolution, snapshot);
  const planned = [...resolution.decisions];
  const twin = [...resolution.sameAs];
  const executed = new Set<number>();
  const valueOf = (i: number): string => {
    const node = world.nodes[i];
    return node === undefined ? world.inputs[i]! : modelValue(node, node.deps.map(valueOf));
  };
  const isDue = (i: number) => resolution.decisions[i] === "execute" && !executed.has(i);
  for (;;) {
    const next = closureOf(world.nodes, world.asked).find(
      (i) => isDue(i) && world.nodes[i]!.deps.every((d) => resolution.versions[d] !== undefined && !isDue(d)),
    );
    if (next === undefined) break;
    executed.add(next);
    const version = modelVersion(valueOf(next));
    // Those below a lost value have gone on from the version that it had.
    if (resolution.lost[next] !== undefined) expect(version).toBe(resolution.lost[next].version);
    if (resolution.keys[next] === undefined) await resolution.decide(next);
    store.set(resolution.keys[next]!, { version, hasBytes: true });
    resolution.settle(next, version);
    resolution.question.nodes.forEach((_, i) => {
      if (resolution.sameAs[i] === next) resolution.settle(i, version);
    });
    await resolution.decideAll();
    await loseUnreadable(resolution, snapshot, isDue);
  }
  const left = closureOf(world.nodes, world.asked).filter((i) => isDue(i) || resolution.versions[i] === undefined);
  expect(left, "nodes that the run came to no end with").toEqual([]);
  return { planned, twin, executed, final: resolution.decisions, lost: resolution.lost };
}

/** A hit that is read in the middle of a run and has no bytes executes; those below go on from the version that it had. */
async function loseUnreadable(resolution: Resolution, snapshot: Snapshot, isDue: (i: number) => boolean) {
  const { decisions, entries, question } = resolution;
  const needed = new Set(question.asked);
  for (let i = decisions.length - 1; i >= 0; i--) {
    const version = decisions[i] === "hit" && needed.has(i) ? entries[i]?.dataVersion : undefined;
    if (version !== undefined && (await snapshot.hasBytes([version]))[0] === false) {
      resolution.loseBytes(i, "missing");
      resolution.settle(i, version);
    }
    if (isDue(i)) for (const { dep } of question.nodes[i]!.bound) needed.add(dep);
  }
}

/** Edits code, drops bytes, drops rows: what happens to a cache between two runs. */
function disturb(store: ModelStore, choices: readonly number[]): void {
  [...store.entries()].forEach(([key, row], at) => {
    const choice = choices[at % choices.length]! % 6;
    if (choice === 0) store.delete(key);
    if (choice === 1)
      for (const [k, r] of store) if (r.version === row.version) store.set(k, { ...r, hasBytes: false });
  });
}

describe("deciding what executes", () => {
  for (const asynchronous of [false, true]) {
    const how = asynchronous ? "a store that answers by promise" : "a store that answers at once";
    it(`agrees with the reference model over many worlds, twice each, with ${how}`, async () => {
      await fc.assert(
        fc.asyncProperty(
          world.filter(distinct),
          fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
          async (w, choices) => {
            const model: ModelStore = new Map();
            const engine: ModelStore = new Map();
            for (let turn = 0; turn < 3; turn++) {
              const expected = modelRun(w.nodes, w.inputs, w.asked, model, keyOf);
              const got = await engineRun(w, engine, asynchronous);
              expect([...got.executed].sort()).toEqual([...expected.executed].sort());
              if (turn === 0) {
                disturb(model, choices);
                disturb(engine, choices);
              }
            }
          },
        ),
        { numRuns: asynchronous ? 150 : 600, examples: [[lateLoss.world, [...lateLoss.choices]]] },
      );
    });
  }

  it("keeps its promise: `execute` rows execute, `hit` rows hit, `may execute` stands only below an `execute` row", async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), async (w, choices) => {
        const store: ModelStore = new Map();
        await engineRun(w, store, false);
        disturb(store, choices);
        const { planned, twin, executed, final, lost } = await engineRun(w, store, false);
        for (const i of closureOf(w.nodes, w.asked)) {
          if (planned[i] === "execute") expect(executed.has(i)).toBe(true);
          // The lawful departure: an unread hit is lent after all, and its bytes are gone.
          if (planned[i] === "hit" && lost[i] === undefined) expect(final[i]).toBe("hit");
          const undecided = (d: number) => planned[d] === "execute" || planned[d] === "waiting" || twin[d] !== -1;
          if (planned[i] === "waiting") expect(w.nodes[i]!.deps.some(undecided)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("after a run without gates, planning again gives only hits", async () => {
    await fc.assert(
      fc.asyncProperty(world, async (w) => {
        const calm = { ...w, nodes: w.nodes.map((n) => (n === undefined ? n : { ...n, forced: false })) };
        const store: ModelStore = new Map();
        await engineRun(calm, store, false);
        const again = await engineRun(calm, store, false);
        expect(again.executed.size).toBe(0);
      }),
    );
  });

  it("finds all that stands below a node, once each", () => {
    const nodes = [undefined, [0], [1], [1, 2]].map((deps, i) =>
      deps === undefined ? undefined : { name: `n${i}`, deps, code: String(i).repeat(64), modulus: 2, forced: false },
    );
    const question = questionOf({ nodes, inputs: ["1", undefined, undefined, undefined], asked: [3] });
    expect(below(new Resolution(question, snapshotOf(new Map(), false)), [1]).sort()).toEqual([2, 3]);
  });
});

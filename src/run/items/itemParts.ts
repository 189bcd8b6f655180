// What does the execution of items work with? The parts of its run, with a record of its own that nobody reads.

import { decideReadable } from "../decide/readable.ts";
import { Resolution } from "../decide/resolution.ts";
import type { ExecutionParts } from "../executionParts.ts";
import type { Journal } from "../record/journal.ts";
import { type NodeChange, Recorder } from "../record/recorder.ts";
import type { Teller } from "../record/story.ts";
import { makeLedger } from "../store/ledger.ts";
import { savedState } from "../store/savedFiles.ts";
import type { ItemRun } from "./itemRun.ts";
import { LostSource } from "./itemSources.ts";

/** Why each item executes is told of its node, not of each. */
const SILENT: Teller = { tell: async () => {}, cuesOf: () => [], previews: () => new Map() };

/**
 * Decides the items from what is stored; those whose bytes are lost execute.
 *
 * @param node index of the node whose items they are
 * @param heard told of every change of an item
 */
export async function itemParts(
  x: ExecutionParts,
  node: number,
  run: ItemRun,
  heard: (change: NodeChange) => void,
): Promise<ExecutionParts> {
  const { closure, question, codes, read, sources } = run;
  // What was seen of the node by its name is of the whole list.
  const snapshot = { ...x.snapshot, lastSeenOf: () => undefined };
  const resolution = new Resolution(question, snapshot, (entry) => savedState(entry, x.parts));
  await decideReadable(resolution, snapshot);
  for (const i of question.asked) {
    const version = resolution.versions[i];
    if (version === undefined || !x.lostItems.has(version) || resolution.decisions[i] !== "hit") continue;
    resolution.loseBytes(i, "unreadable");
  }
  const recorder = new Recorder(x.recorder.runName, closure, x.recorder.shape, x.parts);
  recorder.runId = x.recorder.runId;
  const change = (i: number, changed: NodeChange): void => {
    const { detail: _, ...rest } = changed;
    recorder.set(i, rest);
    heard(changed);
  };
  const journal: Journal = {
    change,
    hold(i, changed) {
      change(i, changed);
      return () => {};
    },
    take: () => x.journal.take(),
    end() {},
  };
  const ledger = makeLedger(x.parts, x.options, recorder, journal);
  const { defaults, previewOf, redact, outside } = x.asked;
  const shownOf = (_: number, value: unknown, version: string) => x.asked.shownOf(node, value, version);
  const nothing = new Map();
  const given = sources.flatMap((source, at): [number, unknown][] =>
    source !== undefined && x.asked.inputs.has(source.dep) ? [[at, x.asked.inputs.get(source.dep)]] : [],
  );
  return {
    ...x,
    closure,
    asked: {
      question,
      codes,
      inputs: nothing,
      inputsAbove: new Map(given),
      defaults,
      refusals: nothing,
      failures: nothing,
      previewOf,
      shownOf,
      redact,
      outside,
    },
    resolution,
    snapshot,
    teller: SILENT,
    recorder,
    journal,
    ledger,
    adapters: undefined,
    async read(version) {
      ledger.flush();
      if (question.given.includes(version)) {
        const reading = await read(version);
        if (!("lost" in reading)) return reading;
        throw new LostSource(sources[question.given.indexOf(version)]!.dep);
      }
      return x.read(version);
    },
  };
}

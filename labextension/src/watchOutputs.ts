// When do runs come into a notebook's outputs, and when do they go?

import type { IDisposable } from "@lumino/disposable";
import type { ISignal } from "@lumino/signaling";
import type { RunRecord } from "cellar/protocol";
import { runsInOutputs, type SavedOutput } from "./runsInOutputs.ts";

/** The part of a notebook's model that is read. */
export interface WatchedCells extends Iterable<WatchedCell> {
  readonly changed: ISignal<unknown, unknown>;
}

export interface WatchedCell {
  /** Only cells of code have outputs. */
  readonly outputs?: WatchedOutputs;
}

export interface WatchedOutputs {
  readonly length: number;
  get(index: number): SavedOutput;
  readonly changed: ISignal<unknown, unknown>;
}

/**
 * Tells all runs that lie in the outputs, now and after each change that concerns them.
 *
 * @param tell - Called with all of them; not called while they stay the same.
 */
export function watchOutputs(cells: WatchedCells, tell: (runs: readonly RunRecord[]) => void): IDisposable {
  const runsOf = new Map<WatchedOutputs, readonly RunRecord[]>();
  let isDisposed = false;
  const tellAll = (): void => tell([...runsOf.values()].flat());

  const read = (outputs: WatchedOutputs): boolean => {
    const before = runsOf.get(outputs) ?? [];
    const found = runsInOutputs(Array.from({ length: outputs.length }, (_, i) => outputs.get(i)));
    runsOf.set(outputs, found);
    return before.length > 0 || found.length > 0;
  };
  const onOutputs = (outputs: unknown): void => {
    if (read(outputs as WatchedOutputs)) tellAll();
  };
  const onCells = (): void => {
    const now = new Set([...cells].flatMap(({ outputs }) => (outputs === undefined ? [] : [outputs])));
    let isNews = false;
    for (const [outputs, runs] of runsOf) {
      if (now.has(outputs)) continue;
      outputs.changed.disconnect(onOutputs);
      runsOf.delete(outputs);
      isNews ||= runs.length > 0;
    }
    for (const outputs of now) {
      if (runsOf.has(outputs)) continue;
      outputs.changed.connect(onOutputs);
      isNews = read(outputs) || isNews;
    }
    if (isNews) tellAll();
  };
  cells.changed.connect(onCells);
  onCells();
  return {
    get isDisposed() {
      return isDisposed;
    },
    dispose: () => {
      isDisposed = true;
      cells.changed.disconnect(onCells);
      for (const outputs of runsOf.keys()) outputs.changed.disconnect(onOutputs);
      runsOf.clear();
    },
  };
}

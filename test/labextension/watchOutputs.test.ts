import { Signal } from "@lumino/signaling";
import { describe, expect, it } from "vitest";
import { type WatchedCell, type WatchedCells, watchOutputs } from "../../labextension/src/watchOutputs.ts";
import { RUN_MIME } from "../../src/protocol/index.ts";
import { BASICS, runOf } from "../protocol/sampleRun.ts";

const run = (n: number) => ({ data: { [RUN_MIME]: runOf(BASICS, "gxxxx", { n, run: `r${n}` }) } });
const text = { data: { "text/plain": "1" } };

/** A cell of code whose outputs can be set. */
function codeCell(...first: object[]) {
  let items = first;
  const outputs = {
    changed: undefined as unknown as Signal<unknown, void>,
    get: (i: number) => items[i]!,
    get length() {
      return items.length;
    },
  };
  outputs.changed = new Signal<unknown, void>(outputs);
  const set = (...next: object[]) => {
    items = next;
    outputs.changed.emit();
  };
  return { outputs, set };
}

/** A notebook's cells, and what was told of them: the numbers of the runs, each time. */
function watched(...first: WatchedCell[]) {
  let cells = first;
  const list: WatchedCells & { changed: Signal<unknown, void> } = {
    changed: new Signal<unknown, void>({}),
    [Symbol.iterator]: () => cells[Symbol.iterator](),
  };
  const told: number[][] = [];
  const watch = watchOutputs(list, (runs) => told.push(runs.map((each) => each.n)));
  const set = (...next: WatchedCell[]) => {
    cells = next;
    list.changed.emit();
  };
  return { told, set, watch };
}

describe("watchOutputs", () => {
  it("tells the runs that are there, and the others once an output is replaced or cleared", () => {
    const cell = codeCell(run(1));
    const { told } = watched(cell, {});
    cell.set(run(2));
    cell.set();
    expect(told).toEqual([[1], [2], []]);
  });

  it("tells when a cell with a run comes or goes", () => {
    const [one, two] = [codeCell(run(1)), codeCell(run(2))];
    const { told, set } = watched(one);
    set(one, two);
    set(two);
    expect(told).toEqual([[1], [1, 2], [2]]);
  });

  it("is silent about other outputs, about cells that are gone, and once disposed", () => {
    const [cell, gone, last] = [codeCell(text), codeCell(), codeCell()];
    const { told, set, watch } = watched(cell, gone, last);
    cell.set(text, text);
    set(cell, last);
    gone.set(run(1));
    watch.dispose();
    last.set(run(2));
    expect(told).toEqual([]);
  });
});

// What does the kernel say? Its messages, checked, folded into the model.
import { asHistoryRecord, asRunEvent, asRunRecord, isProblem, type RunRecord, runsOf } from "cellar/protocol";
import type { RunsModel } from "./runsModel.ts";

export interface Told {
  /** Runs worth keeping in the browser. */
  readonly keep: readonly RunRecord[];
  /** Ids of runs to ask the kernel for. */
  readonly ask: readonly string[];
}

const NOTHING: Told = { keep: [], ask: [] };

/**
 * Reads `history`, `start`, `events` and `run` messages of the comm `cellar.runs`; others, and broken ones, are passed over.
 *
 * @param data - Message of unknown shape.
 */
export function readMessage(model: RunsModel, data: unknown): Told {
  if (typeof data !== "object" || data === null || !("type" in data)) return NOTHING;
  const message = data as Readonly<Record<string, unknown>>;
  switch (message.type) {
    case "history": {
      const history = asHistoryRecord(message.history);
      if (isProblem(history)) return NOTHING;
      const runs = runsOf(history);
      model.add(runs, "live");
      return { keep: runs, ask: [] };
    }
    case "start":
    case "run": {
      const record = asRunRecord(message.record);
      if (isProblem(record)) return NOTHING;
      model.follow(record);
      return { keep: [record], ask: [] };
    }
    case "events":
      return { keep: [], ask: model.apply(readEvents(model, message.events)) };
    default:
      return NOTHING;
  }
}

function readEvents(model: RunsModel, x: unknown) {
  return (Array.isArray(x) ? x : []).flatMap((entry) => {
    const nodes = model.find(String(entry?.run))?.graph.names.length ?? 0;
    const event = asRunEvent(entry, nodes);
    return isProblem(event) ? [] : [event];
  });
}

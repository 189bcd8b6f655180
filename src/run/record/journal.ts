// What has happened, stored as it happens? Events wait for the next write, and go out once they are stored.
import type { JournalEvent } from "../../contracts.ts";
import type { Closure } from "../../dataflow/closure.ts";
import type { RunEvent } from "../../protocol/index.ts";
import type { RunParts } from "../parts.ts";
import type { NodeChange, Recorder } from "./recorder.ts";
import type { RunLog } from "./runLog.ts";

export interface Journal {
  /** Records a change and tells it; its row is written with the next transaction of this run. */
  change(node: number, change: NodeChange): void;
  /** Records a change that must not be told before its row is written; the returned function tells it. */
  hold(node: number, change: NodeChange): () => void;
  /** Rows that wait to be written; whoever takes them writes them in its own transaction. */
  take(): readonly JournalEvent[];
  /** The record is written: what bodies still do that nobody waits for is told no more. */
  end(): void;
}

export function makeJournal(closure: Closure, recorder: Recorder, parts: RunParts, log: RunLog): Journal {
  let waiting: JournalEvent[] = [];
  let hasEnded = false;
  function hold(node: number, change: NodeChange): () => void {
    if (hasEnded) return () => {};
    const isNews = recorder.status[node] !== change.status;
    const event: RunEvent = recorder.change(node, change);
    const { name } = closure.nodes[node]!;
    waiting.push({
      runId: recorder.runId,
      seq: event.seq,
      node: name,
      kind: event.status,
      at: parts.clock.now(),
      detail: JSON.stringify(event),
    });
    return () => {
      if (isNews) log.tell(node, change.status);
      if (parts.isHeard()) parts.publish({ type: "event", event });
    };
  }

  return {
    hold,
    change: (node, change) => hold(node, change)(),
    take() {
      const rows = waiting;
      waiting = [];
      return rows;
    },
    end() {
      hasEnded = true;
    },
  };
}

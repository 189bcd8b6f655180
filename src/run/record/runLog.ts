// Which lines are printed while a run lasts? What happens to each node, as it happens.
import type { Closure } from "../../dataflow/closure.ts";
import type { StatusLetter } from "../../protocol/index.ts";
import type { RunParts } from "../parts.ts";
import { type LogFacts, logLines } from "./logLines.ts";
import type { Recorder } from "./recorder.ts";

export interface RunLog {
  /** Tells what is settled as the run begins: hits, in topological order, and for debugging the inputs. */
  begin(): void;
  /** Tells that a node has this status now. */
  tell(node: number, status: StatusLetter): void;
}

const SILENT: RunLog = { begin() {}, tell() {} };

export function runLog(
  closure: Closure,
  recorder: Recorder,
  { logs: level, log }: Pick<RunParts, "logs" | "log">,
): RunLog {
  if (level === undefined) return SILENT;
  const asked = new Set(closure.asked);
  const factsOf = (i: number, status = recorder.status[i]!): LogFacts => ({
    node: closure.nodes[i]!.name,
    kind: closure.nodes[i]!.kind,
    status,
    detail: recorder.detailOf(i),
    isAsked: asked.has(i),
    key: recorder.keys[i],
    data: recorder.versions[i],
  });
  const tell = (i: number, status: StatusLetter): void => {
    const deps = level === "debug" ? closure.deps[i]!.map((dep) => factsOf(dep)) : [];
    for (const line of logLines(factsOf(i, status), level, deps)) log(line);
  };
  return {
    begin() {
      recorder.status.forEach((status, i) => {
        if (status === "h" || (status === "g" && level === "debug")) tell(i, status);
      });
    },
    tell,
  };
}

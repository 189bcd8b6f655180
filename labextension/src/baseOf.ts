// With which run is a run compared?
import type { RunRecord } from "cellar/protocol";
import type { RunsModel } from "./runsModel.ts";

/**
 * The run that the record names; where it names none, the one before of the same dataflow. What someone else's file tells is
 * compared with the same file only.
 */
export function baseOf(run: RunRecord, model: Pick<RunsModel, "runs" | "sourceOf">): RunRecord | undefined {
  const isShipped = ({ run: id }: RunRecord): boolean => model.sourceOf(id) === "from the notebook";
  const peers = model.runs.filter((other) => isShipped(other) === isShipped(run));
  if (run.base !== undefined) return peers.find((other) => other.run === run.base);
  const earlier = peers.slice(0, peers.indexOf(run));
  return earlier.filter((other) => other.dataflow.id === run.dataflow.id).at(-1);
}

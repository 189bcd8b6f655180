// Who runs the engine here? This kernel: its folder, its notebook, the cell that runs.
import path from "node:path";
import { textOf } from "../display/mimeBundle.ts";
import type { Output } from "../display/output.ts";
import type { Host } from "./engine.ts";

export interface RunningCell {
  /** As the front end names the cell; not every front end does. */
  readonly id: string | undefined;
  readonly count: number;
  /** Aborted when the user stops the cell. */
  readonly signal: AbortSignal;
}

export function notebookHost(output: Output, running: () => RunningCell | undefined): Host {
  return {
    origin: "notebook",
    root: process.cwd(),
    notebook: notebookName(process.env.JPY_SESSION_NAME),
    cell() {
      const cell = running();
      return cell && { ...(cell.id !== undefined && { id: cell.id }), count: cell.count, signal: cell.signal };
    },
    display(bundle, metadata) {
      // What is shown again is shown as it was.
      const isWhole = metadata !== undefined || bundle["text/plain"] !== undefined;
      const data = isWhole ? bundle : { ...bundle, "text/plain": textOf(bundle) };
      output.publish({ kind: "display_data", content: { data, metadata: metadata ?? {}, transient: {} } });
    },
    log: (line) => output.print("stdout", `${line}\n`),
  };
}

/** The server starts a kernel in the notebook's folder. The session of a console is named without an extension. */
export function notebookName(session: string | undefined): string | undefined {
  if (session === undefined) return undefined;
  const name = path.posix.basename(session.replaceAll("\\", "/"));
  return path.extname(name) === "" ? undefined : name;
}

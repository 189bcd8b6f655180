// What can be answered without the main thread, even while it computes?
import type { Content } from "../threads/messages.ts";
import type { Connection } from "./connection.ts";
import { answerHistory, type HistoryEntry, type HistoryRequest } from "./history.ts";

export interface Known {
  readonly connection: Connection;
  readonly kernelInfo: Content;
  readonly history: readonly HistoryEntry[];
  /** Target name by comm id. */
  readonly comms: ReadonlyMap<string, string>;
}

/** Content of the reply, or undefined where only the main thread knows. */
export function answerHere(known: Known, kind: string, content: Content): Content | undefined {
  switch (kind) {
    case "kernel_info_request":
      return known.kernelInfo;
    case "connect_request": {
      const { shell_port, iopub_port, stdin_port, hb_port, control_port } = known.connection;
      return { status: "ok", shell_port, iopub_port, stdin_port, hb_port, control_port };
    }
    case "comm_info_request":
      return { status: "ok", comms: commsOf(known.comms, content.target_name) };
    case "history_request":
      return answerHistory(known.history, content as unknown as HistoryRequest);
    default:
      return undefined;
  }
}

/** Clients that wait for the reply of a request that no kernel of this kind knows must not hang. */
export function refuse(kind: string): Content {
  const evalue = `This kernel does not answer ${kind}.`;
  return { status: "error", ename: "UnknownRequest", evalue, traceback: [evalue] };
}

function commsOf(comms: ReadonlyMap<string, string>, target: unknown): Content {
  const chosen = [...comms].filter(([, name]) => !target || name === target);
  return Object.fromEntries(chosen.map(([id, name]) => [id, { target_name: name }]));
}

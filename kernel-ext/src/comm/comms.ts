// Which channels to the browser are open? Targets that wait for a comm, and the comms that are open.
import { randomUUID } from "node:crypto";
import type { Output } from "../display/output.ts";
import type { Comm, CommMessage, CommOptions, Comms } from "../display/tslab.ts";
import type { CommKind, Content } from "../threads/messages.ts";

type Opened = Parameters<Comms["registerTarget"]>[1];
type Listener = (message: CommMessage) => void | Promise<void>;

interface OpenComm extends Comm {
  readonly heard: { message?: Listener; close?: Listener };
}

export interface CommRegistry extends Comms {
  /** Takes a message of the front end; settles when its listener has. */
  receive(kind: CommKind, content: Content, metadata: Content, buffers: readonly Uint8Array[]): Promise<void>;
}

export function createComms(output: Output): CommRegistry {
  const targets = new Map<string, Opened>();
  const open = new Map<string, OpenComm>();
  return {
    registerTarget: (name, opened) => void targets.set(name, opened),
    unregisterTarget: (name) => void targets.delete(name),
    open(target, data = {}, options = {}) {
      const comm = add(randomUUID(), target);
      publish("comm_open", { comm_id: comm.id, target_name: target, data }, options);
      return comm;
    },
    get: (id) => open.get(id),
    async receive(kind, content, metadata, buffers) {
      const id = String(content.comm_id);
      const message: CommMessage = { data: content.data, metadata, buffers };
      if (kind === "comm_open") return accept(id, String(content.target_name), message);
      const comm = open.get(id);
      if (kind === "comm_close") open.delete(id);
      await comm?.heard[kind === "comm_close" ? "close" : "message"]?.(message);
    },
  };

  async function accept(id: string, target: string, message: CommMessage): Promise<void> {
    const opened = targets.get(target);
    if (!opened) {
      publish("comm_close", { comm_id: id, data: {} });
      output.print("stderr", `Nothing in this kernel waits for comms of target "${target}".\n`);
      return;
    }
    const comm = add(id, target);
    try {
      await opened(comm, message);
    } catch (error) {
      comm.close();
      throw error;
    }
  }

  function add(id: string, target: string): OpenComm {
    const heard: OpenComm["heard"] = {};
    const comm: OpenComm = {
      id,
      target,
      heard,
      send: (data, options) => publish("comm_msg", { comm_id: id, data }, options),
      close(data = {}) {
        if (open.delete(id)) publish("comm_close", { comm_id: id, data });
      },
      onMessage(listener) {
        heard.message = listener;
      },
      onClose(listener) {
        heard.close = listener;
      },
    };
    open.set(id, comm);
    return comm;
  }

  function publish(kind: CommKind, content: Content, { metadata, buffers }: CommOptions = {}): void {
    output.publish({ kind, content, ...(metadata && { metadata }), ...(buffers && { buffers }) });
  }
}

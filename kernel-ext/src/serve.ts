// What does the main thread do with each message of the sockets?
import type { MessagePort } from "node:worker_threads";
import type { CommRegistry } from "./comm/comms.ts";
import type { Output } from "./display/output.ts";
import { describeError } from "./errors/describeError.ts";
import { Interrupted } from "./errors/interrupted.ts";
import type { Cells } from "./requests/cells.ts";
import type { Handler } from "./requests/handler.ts";
import type { Survival } from "./survive/survive.ts";
import type { MainLock } from "./threads/breakLock.ts";
import type { ToMain, ToSockets } from "./threads/messages.ts";
import type { SharedState } from "./threads/sharedState.ts";

/** A signal that comes this long after an interrupt message belongs to it. */
const SAME_INTERRUPT_MS = 500;

export interface Served {
  readonly cells: Cells;
  readonly comms: CommRegistry;
  readonly shared: SharedState;
  readonly lock: MainLock;
  readonly survival: Survival;
  readonly output: Output;
  handler(): Handler;
}

export function serve(port: MessagePort, { cells, comms, shared, lock, survival, output, handler }: Served): void {
  const post = (message: ToSockets) => port.postMessage(message);
  const openMessages = new Set<number>();
  let interruptedAt = Number.NEGATIVE_INFINITY;

  port.on("message", (message: ToMain) => {
    switch (message.type) {
      case "request":
        if (message.kind === "execute_request") cells.execute(message);
        else answer(message.id, message.kind, message.content);
        return;
      case "comm":
        void receive(message);
        return;
      case "interrupt":
        lock.whole(() => interrupt(message));
        return;
      case "shutdown":
        process.emit("exit", 0);
        post({ type: "closed" });
    }
  });
  // The sockets' thread ends only when its sockets are closed; then nothing is left to do.
  port.on("close", () => survival.leave());
  // From a terminal; those that the sockets sent have a message of their own.
  process.on("SIGINT", onSignal);

  function onSignal(): void {
    // On a busy machine it may come long after the message.
    const isOwn =
      shared.noticeSignals() || shared.isInterrupted || performance.now() - interruptedAt < SAME_INTERRUPT_MS;
    if (!isOwn) cells.running?.interrupt();
  }

  function answer(id: number, kind: Parameters<Handler["answer"]>[0], content: Parameters<Handler["answer"]>[1]): void {
    try {
      post({ type: "reply", id, content: handler().answer(kind, content) });
    } catch (error) {
      post({ type: "reply", id, content: { status: "error", ...describeError(error) } });
    }
  }

  async function receive({ id, kind, content, metadata, buffers }: Extract<ToMain, { type: "comm" }>): Promise<void> {
    openMessages.add(id);
    try {
      await output.parent.runAside(id, () => comms.receive(kind, content, metadata, buffers));
    } catch (error) {
      output.print("stderr", `${describeError(error).traceback.join("\n")}\n`);
    }
    done(id);
  }

  function done(id: number): void {
    if (openMessages.delete(id)) post({ type: "commDone", id });
  }

  function interrupt({ number, id, terminated }: Extract<ToMain, { type: "interrupt" }>): void {
    shared.isInterrupted = false;
    interruptedAt = performance.now();
    shared.acknowledged = number;
    if (terminated) {
      survival.resetAfterTermination();
      // Unwound while Node had put them aside, listeners are gone, and the next signal would end the process.
      if (!process.listeners("SIGINT").includes(onSignal)) process.on("SIGINT", onSignal);
      for (const open of openMessages) done(open); // their promises were dropped
    }
    if (cells.running?.request.id === id) cells.running.interrupt();
    // The request itself may have been unwound before or behind its own code: it must not stay without an answer.
    // A second one is ignored.
    else if (id !== 0) post({ type: "reply", id, content: { status: "error", ...describeError(new Interrupted()) } });
  }
}

// Who hears of runs as they happen? Anybody in this process who listens.
import { channel } from "node:diagnostics_channel";
import type { RunMessage } from "../run/parts.ts";

/** `node:diagnostics_channel` on which every run of this process is told. */
export const RUN_CHANNEL = "cellar:run";

const runs = channel(RUN_CHANNEL);

export function publishRun(message: RunMessage): void {
  if (runs.hasSubscribers) runs.publish(message);
}

export function hasListeners(): boolean {
  return runs.hasSubscribers;
}

/**
 * Hears every run of this process: its record as it starts, its events, its record at the end.
 *
 * @returns ends the listening
 */
export function onRun(listener: (message: RunMessage) => void): () => void {
  const subscriber = (message: unknown) => listener(message as RunMessage);
  runs.subscribe(subscriber);
  return () => runs.unsubscribe(subscriber);
}

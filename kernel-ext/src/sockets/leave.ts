// How does the process end? Sockets first, then this thread, then the main thread; by force if that is busy.
import type { ToMain } from "../threads/messages.ts";
import type { Sockets } from "./sockets.ts";

/** The main thread has this long to let go; user code in an endless loop never does. */
const PATIENCE_MS = 500;
/** For the last messages to leave. */
const LINGER_MS = 30;
const PARENT_CHECK_MS = 1000;

/** Asks the main thread to end; kills the process if it cannot. */
export function askToLeave(pid: number, post: (message: ToMain) => void): void {
  post({ type: "shutdown" });
  setTimeout(() => process.kill(pid, "SIGKILL"), PATIENCE_MS);
}

/** zeromq.js aborts the process if it exits while this thread holds sockets (zeromq.js #411). */
export function leave(sockets: Sockets): void {
  setTimeout(() => {
    sockets.close();
    setTimeout(() => process.exit(0), LINGER_MS);
  }, LINGER_MS);
}

/** A kernel whose server died would run for ever. */
export function leaveWithParent(pid: number): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(pid, "SIGKILL");
  }, PARENT_CHECK_MS);
}

// Which errors already know how they are shown? Mistakes in a cell, found before anything ran.
import type { JupyterError } from "../threads/messages.ts";
import { plain } from "./describeError.ts";

export class Reported extends Error {
  readonly #report: JupyterError;
  constructor(report: JupyterError) {
    super(report.evalue);
    this.name = report.ename;
    this.#report = report;
  }

  /** Undefined for what anybody else threw. Looks at no property: what a user throws may throw in turn. */
  static of(thrown: unknown): JupyterError | undefined {
    return typeof thrown === "object" && thrown !== null && #report in thrown ? thrown.#report : undefined;
  }
}

/** A wrong use of a magic: says what is wrong and what to write instead. */
export function usageError(message: string): Reported {
  return new Reported(plain("UsageError", message));
}

// Which errors already know how they are shown? Mistakes in a cell, found before anything ran.
import type { JupyterError } from "../threads/messages.ts";
import { plain } from "./describeError.ts";

export class Reported extends Error {
  readonly report: JupyterError;
  constructor(report: JupyterError) {
    super(report.evalue);
    this.name = report.ename;
    this.report = report;
  }
}

/** A wrong use of a magic: says what is wrong and what to write instead. */
export function usageError(message: string): Reported {
  return new Reported(plain("UsageError", message));
}

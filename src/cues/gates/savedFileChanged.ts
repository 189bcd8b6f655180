// Does a file that it saved no longer hold what it wrote (R29)?
import type { Gate } from "../subject.ts";

export const savedFileChanged: Gate = ({ entry, savedChange }) =>
  entry === undefined || savedChange === undefined ? undefined : { cue: "saved file changed", text: savedChange };

// Was it asked to execute, whatever is stored?
import type { Gate } from "../subject.ts";

export const forced: Gate = ({ forced }) =>
  forced === undefined ? undefined : { cue: "forced", text: `asked to execute by ${forced}` };

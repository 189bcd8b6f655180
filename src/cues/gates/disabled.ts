// Is no cache used for it?
import type { Gate } from "../subject.ts";

export const disabled: Gate = ({ disabled }) =>
  disabled === undefined ? undefined : { cue: "disabled", text: `the cache is not used: ${disabled}` };

// Is its result never stored, since its changes are not to be seen (R22)?
import type { Gate } from "../subject.ts";

export const ignored: Gate = ({ ignored }) =>
  ignored === undefined
    ? undefined
    : { cue: "ignored", text: `it is computed whenever its value is needed: ${ignored}` };

// Does it read what no key holds, and is that not to be trusted (R12)?
import type { Gate } from "../subject.ts";

export const impure: Gate = ({ impure }) =>
  impure === undefined ? undefined : { cue: "impure", field: "code", text: impure };

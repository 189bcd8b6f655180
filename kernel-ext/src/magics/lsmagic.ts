// %lsmagic: which magics can I use?
import type { Magic } from "./magic.ts";
import { usageLine } from "./usage.ts";

export const lsmagic: Magic = {
  name: "lsmagic",
  kind: "line",
  summary: "Lists the magics of this kernel.",
  words: [],
  flags: [],
  run(_call, { output, magics }) {
    const lines = magics.map((magic) => `${usageLine(magic)}\n    ${magic.summary}\n`);
    output.print("stdout", `${lines.join("")}Each explains itself with --help.\n`);
  },
};

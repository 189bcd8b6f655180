// How is a magic written? What `--help` prints and errors quote.
import { type Magic, signOf } from "./magic.ts";

export const HELP = "--help";

/** One line, e.g. `%%cell_to_module <name> [--display|-d]`. */
export function usageLine(magic: Magic): string {
  const words = magic.words.map((word) => `<${word}>`);
  const flags = magic.flags.map(({ name, short }) => `[${short ? `${name}|${short}` : name}]`);
  return [signOf(magic), ...words, ...flags].join(" ");
}

export function helpText(magic: Magic): string {
  const flags = [...magic.flags, { name: HELP, short: "-h", help: "Prints this text." }];
  const labels = flags.map(({ name, short }) => (short ? `${name}, ${short}` : name));
  const width = Math.max(...labels.map((label) => label.length));
  const lines = flags.map(({ help }, index) => `  ${labels[index]!.padEnd(width)}  ${help}`);
  return `${usageLine(magic)}\n\n${magic.summary}\n\n${lines.join("\n")}\n`;
}

// What is wrong with a cell's code? TypeScript's diagnostics as one Jupyter error, each with its place in the cell.
import type { Diagnostic } from "tslab/dist/converter.js";
import type { JupyterError } from "../threads/messages.ts";
import { codeFrame } from "./codeFrame.ts";

const RED = "\x1b[31m";
const RESET = "\x1b[0m";

export interface CompiledText {
  /** e.g. `In[3]` */
  readonly label: string;
  readonly text: string;
}

/** A remedy that only the kernel can tell, e.g. for a name that another cell defines. */
export type Advice = (diagnostic: Diagnostic) => string | undefined;

export function compileError(
  code: CompiledText,
  diagnostics: readonly Diagnostic[],
  advice: Advice = () => undefined,
): JupyterError {
  const lines = code.text.split("\n").length;
  // What the kernel adds below a cell repeats mistakes of the cell itself.
  const own = diagnostics.filter(({ fileName, start }) => fileName !== undefined || start.line < lines);
  const mistakes = joinChains(own.length > 0 ? own : diagnostics).map((mistake) => {
    const remedy = advice(mistake);
    return remedy === undefined ? mistake : { ...mistake, messageText: `${mistake.messageText} ${remedy}` };
  });
  return {
    ename: "TSError",
    evalue: mistakes.map((mistake) => `${placeOf(mistake, code)} TS${mistake.code}: ${mistake.messageText}`).join("\n"),
    traceback: mistakes.flatMap((mistake) => [
      `${placeOf(mistake, code)} - ${RED}error${RESET} TS${mistake.code}: ${mistake.messageText}`,
      ...(mistake.fileName === undefined ? codeFrame(code.text, spotOf(mistake)) : []),
    ]),
  };
}

/** tslab gives each link of an explanation as a diagnostic of its own at the same place. */
function joinChains(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const joined: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const last = joined.at(-1);
    const goesOn = last && last.start.offset === diagnostic.start.offset && last.end.offset === diagnostic.end.offset;
    if (goesOn)
      joined[joined.length - 1] = { ...last, messageText: `${last.messageText}\n  ${diagnostic.messageText}` };
    else joined.push(diagnostic);
  }
  return joined;
}

function placeOf({ fileName, start }: Diagnostic, { label }: CompiledText): string {
  return `${fileName ?? label}:${start.line + 1}:${start.character + 1}`;
}

function spotOf({ start, end }: Diagnostic) {
  const length = start.line === end.line ? end.character - start.character : Number.POSITIVE_INFINITY;
  return { line: start.line + 1, column: start.character + 1, length };
}

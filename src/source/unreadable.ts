// Why could this text not be analysed, although it parses?
import type { Problem } from "./facts.ts";
import { placeOf } from "./place.ts";
import { UnknownSyntax } from "./shape.ts";

/** The problem behind an error of the analysis; errors of any other kind are rethrown. */
export function problemBehind(error: unknown): Problem {
  if (error instanceof UnknownSyntax) {
    const place = placeOf(error.node);
    const what = /^Jsx/.test(error.message) ? "JSX" : `${error.message}, which this version does not know`;
    return { code: "bad-source", message: `Line ${place.line} has ${what}: write it in plain TypeScript.`, ...place };
  }
  // The compiler's parser and its transformers recurse: the stack is the limit of what can be read.
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    const message =
      "The text cannot be read: an expression in it is nested too deeply. Give its parts names of their own.";
    return { code: "bad-source", message, line: 1, column: 1 };
  }
  throw error;
}

// What could be written here? Names with their kinds from TypeScript, magics and flags on magic lines.

import type { Bench } from "../magics/magic.ts";
import { splitMagics } from "../magics/splitMagics.ts";
import type { Content } from "../threads/messages.ts";
import { completeCode } from "./completeCode.ts";
import { completeMagic } from "./completeMagic.ts";
import type { Completion } from "./completion.ts";
import { toCodePoints, toUnits } from "./cursor.ts";

/** Types are told for so many matches; more would only slow the front end. */
const MAX_TYPED = 200;

/** Content of a `complete_reply`. */
export function complete(code: string, cursor: number, bench: Bench): Content {
  const position = toUnits(code, cursor);
  const found = completeMagic(code, position, bench.magics) ?? completeInCode(code, position, bench);
  const start = toCodePoints(code, found.start);
  const end = toCodePoints(code, found.end);
  const typed = found.matches.slice(0, MAX_TYPED).map(({ text, type }) => ({ start, end, text, type }));
  return {
    status: "ok",
    matches: found.matches.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    metadata: { _jupyter_types_experimental: typed },
  };
}

function completeInCode(code: string, position: number, { converter, session }: Bench): Completion {
  const { magics, text } = splitMagics(code);
  // A module sees nothing of the cells before.
  const declarations = magics.some(({ sign }) => sign === "%%") ? "" : session.declarations;
  return completeCode(text, position, converter().complete(declarations, text, position));
}

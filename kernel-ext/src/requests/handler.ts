// Who answers questions about code? tslab's handler, on this kernel's cells.
import type { Executor as TslabExecutor } from "tslab/dist/executor.js";
import type { Bench } from "../magics/magic.ts";
import { splitMagics } from "../magics/splitMagics.ts";
import type { Content, MainRequestKind } from "../threads/messages.ts";
import { requireTslab } from "../typescript/stock.ts";
import { complete } from "./complete.ts";
import { toUnits } from "./cursor.ts";
import { isComplete } from "./isComplete.ts";

export interface Handler {
  answer(kind: Exclude<MainRequestKind, "execute_request">, content: Content): Content;
  /** MIME bundle of what there is to say about a name. */
  describe(name: string): Content;
}

export function createHandler(bench: Bench): Handler {
  const { JupyterHandlerImpl } = requireTslab("jupyter.js");
  const { session, converter } = bench;
  // Of tslab's executor, its handler uses `inspect` only: the rest is answered here.
  const inspectOnly = {
    inspect: (code: string, position: number) => converter().inspect(session.declarations, code, position),
  };
  const handler = new JupyterHandlerImpl(inspectOnly as unknown as TslabExecutor, false);
  return {
    answer(kind, content) {
      const code = String(content.code);
      if (kind === "is_complete_request") return isComplete(converter().typescript, code);
      const cursor = Number(content.cursor_pos ?? code.length);
      return kind === "complete_request" ? complete(code, cursor, bench) : inspect(code, cursor);
    },
    describe(name) {
      const { found, data } = inspect(name, name.length);
      return found ? (data as Content) : { "text/plain": `Nothing is known of ${name}.` };
    },
  };

  function inspect(code: string, cursor: number): Content {
    const position = toUnits(code, cursor);
    // Behind a name counts as on it.
    const isOnName = /[\w$]/.test(code[position] ?? "");
    const at = Math.max(0, isOnName ? position : position - 1);
    return { ...handler.handleInspect({ code: splitMagics(code).text, cursor_pos: at, detail_level: 0 }) };
  }
}

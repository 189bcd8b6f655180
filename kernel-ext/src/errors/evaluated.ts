// Which line of a cell does a position in evaluated code come from?
import { SourceMap, type SourceMapPayload } from "node:module";

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Evaluated {
  /** As shown in a stack: `In[3]`, a module's name, a file. */
  readonly name: string;
  /** The text as the user wrote it, where it is at hand. */
  readonly text?: string;
  /** Source maps (JSON), nearest step to the evaluated code first. */
  readonly maps: readonly string[];
  /** Characters that the kernel put before the code's first line. */
  readonly shift: number;
  /** Lines that were put before the user's text before it was compiled. */
  readonly prefixLines: number;
}

export interface Place extends Position {
  readonly name: string;
  readonly text: string | undefined;
}

export type EvaluatedCode = ReturnType<typeof createEvaluatedCode>;

/** Remembers what was evaluated under which file name; maps are decoded when an error needs them. */
export function createEvaluatedCode() {
  const known = new Map<string, Evaluated>();
  const elsewhere: ((file: string) => Evaluated | undefined)[] = [];
  const decoded = new WeakMap<Evaluated, readonly SourceMap[]>();
  return {
    add: (file: string, code: Evaluated): void => void known.set(file, code),
    /** Asks `find` for files that the kernel did not evaluate itself. */
    alsoAsk: (find: (file: string) => Evaluated | undefined): void => void elsewhere.push(find),
    /** Where the user wrote it; undefined for code that is not the user's. */
    placeOf(file: string, position: Position): Place | undefined {
      const code = known.get(file) ?? first(elsewhere, (find) => find(file));
      if (!code) return undefined;
      const at = original(code, position);
      return { name: code.name, text: code.text, ...at };
    },
  };

  function original(code: Evaluated, { line, column }: Position): Position {
    let at = { line: line - 1, column: Math.max(0, column - 1 - (line === 1 ? code.shift : 0)) };
    for (const map of mapsOf(code)) {
      const entry = map.findEntry(at.line, at.column);
      if (!("originalLine" in entry)) break;
      at = { line: entry.originalLine, column: entry.originalColumn };
    }
    return { line: Math.max(1, at.line + 1 - code.prefixLines), column: at.column + 1 };
  }

  function mapsOf(code: Evaluated): readonly SourceMap[] {
    let maps = decoded.get(code);
    if (!maps) {
      maps = code.maps.map((json) => new SourceMap(JSON.parse(json) as SourceMapPayload));
      decoded.set(code, maps);
    }
    return maps;
  }
}

function first<T, R>(items: readonly T[], answer: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = answer(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

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

/** Which script a frame belongs to. Two may bear one name: a cell that is not counted, a module before and after an edit. */
export interface ScriptName {
  readonly file: string;
  /** V8's hash of the evaluated text. */
  readonly hash: string;
}

/** Remembers what was evaluated; maps are decoded when an error needs them. */
export function createEvaluatedCode() {
  const known = new Map<string, Evaluated>();
  const elsewhere: ((script: ScriptName) => Evaluated | undefined)[] = [];
  const decoded = new WeakMap<Evaluated, readonly SourceMap[]>();
  const arisen = new WeakMap<Error, Place>();
  return {
    add: (script: ScriptName, code: Evaluated): void => void known.set(keyOf(script), code),
    /** Asks `find` for files that the kernel did not evaluate itself. */
    alsoAsk: (find: (script: ScriptName) => Evaluated | undefined): void => void elsewhere.push(find),
    /** Notes where an error arose: its stack, once it is text, does not tell which script of a name it means. */
    arose: (error: Error, place: Place): void => void arisen.set(error, place),
    /** The innermost place in code whose text is at hand. */
    originOf: (error: Error): Place | undefined => arisen.get(error),
    /** Where the user wrote it; undefined for code that is not the user's. */
    placeOf(script: ScriptName, position: Position): Place | undefined {
      const code = known.get(keyOf(script)) ?? first(elsewhere, (find) => find(script));
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

function keyOf({ file, hash }: ScriptName): string {
  return `${file}\0${hash}`;
}

function first<T, R>(items: readonly T[], answer: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = answer(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

// Which lines of code are behind these cues? The texts before and after, compared line by line.
import { type DiffLine, lineDiff } from "../../cues/lineDiff.ts";
import type { CueRecord, GraphRecord } from "../../protocol/index.ts";
import type { Sources } from "./explanation.ts";

export interface SourceChange {
  /** The node whose cue it is. */
  readonly node: string;
  /** The helper, class or constant; the node itself where its own function changed. */
  readonly name: string;
  /** Absent where the record does not name it. */
  readonly module?: string;
  /** Lines count within the module, as it was and as it is. */
  readonly lines: readonly DiffLine[];
}

/** Changed lines of the cues of these nodes; each text once. Cues whose texts nobody knows any more are left out. */
export async function sourceChanges(
  graph: GraphRecord,
  told: readonly { readonly node: number; readonly cues: readonly CueRecord[] }[],
  textsOf: Sources["textsOf"],
): Promise<readonly SourceChange[]> {
  const cues = told.flatMap(({ node, cues }) =>
    cues.flatMap(({ texts, field = "" }) =>
      texts?.before === undefined || texts.after === undefined
        ? []
        : [{ node, field, before: texts.before, after: texts.after }],
    ),
  );
  if (cues.length === 0) return [];
  const wanted = new Set(cues.flatMap(({ before, after }) => [before.text, after.text]));
  const texts = await textsOf([...wanted]);
  const seen = new Set<string>();
  return cues.flatMap(({ node, field, before, after }) => {
    const [was, is] = [texts.get(before.text), texts.get(after.text)];
    const pair = `${before.text} ${after.text}`;
    if (was === undefined || is === undefined || seen.has(pair)) return [];
    seen.add(pair);
    const name = graph.names[node]!;
    const module = graph.modules[graph.module[node] ?? -1]?.name;
    const lines = lineDiff(was, is).map((line) => ({
      ...line,
      line: line.line + ((line.sign === "-" ? before.line : after.line) ?? 1) - 1,
    }));
    return [
      {
        node: name,
        name: field.startsWith("code/") ? field.slice("code/".length) : name,
        ...(module === undefined ? {} : { module }),
        lines,
      },
    ];
  });
}

/** Most lines of one change that are printed. */
const MOST_LINES = 12;
const MOST_LETTERS = 160;

/** The place, then the lines that are gone and those that are new. */
export function changeText({ module, lines }: SourceChange): string {
  const shown = lines.slice(0, MOST_LINES).map(({ sign, text }) => {
    const cut = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
    return `  ${sign} ${cut}`;
  });
  if (lines.length > MOST_LINES) shown.push(`  … and ${lines.length - MOST_LINES} more lines`);
  const first = lines.find(({ sign }) => sign === "+") ?? lines[0];
  const place = [...(module === undefined ? [] : [module]), ...(first === undefined ? [] : [`line ${first.line}`])];
  return [`  ${place.join(", ")}:`, ...shown].join("\n");
}

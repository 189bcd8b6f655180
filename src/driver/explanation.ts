// Why did this node execute, or why not? What the record's cues say, root cause first.
import { cellarError } from "../errors.ts";
import { type CueRecord, type RunRecord, STATUS_WORDS, type StatusLetter } from "../protocol/index.ts";
import { inspectedAs } from "./inspect.ts";

export interface Explanation {
  readonly node: string;
  readonly run: string;
  readonly status: string;
  /** Root cause first. */
  readonly cues: readonly CueRecord[];
  /** One sentence: "`b` executed because `a` changed; `a` executed because its code changed: 1 → 2". */
  toString(): string;
}

/** @throws CellarError `unknown-node` where the run did not touch the node */
export function explanationOf(record: RunRecord, name: string): Explanation {
  const index = record.graph.names.indexOf(name);
  if (index < 0) throw cellarError("unknown-node", `Run ${record.run} did not touch \`${name}\`.`);
  const letter = record.status[index] as StatusLetter;
  const { word } = STATUS_WORDS[letter];
  const detail = record.detail[index];
  const own = detail?.cues ?? [];
  const roots = own.flatMap((cue) =>
    cue.root === undefined || cue.root === index ? [] : (record.detail[cue.root]?.cues ?? []),
  );
  const text = [sentence(record, index, letter, word), ...(detail?.marks ?? [])].join("\n");
  const display = () => ({ "text/plain": text });
  const explanation = {
    node: name,
    run: record.run,
    status: word,
    cues: [...roots, ...own],
    toString: () => text,
    [Symbol.for("Jupyter.display")]: display,
  };
  return inspectedAs(explanation, () => text);
}

function sentence(record: RunRecord, index: number, letter: StatusLetter, word: string): string {
  const name = record.graph.names[index]!;
  const detail = record.detail[index];
  if (letter === "h") {
    const note = detail?.note === undefined ? "" : `, ${detail.note.text}`;
    return `\`${name}\` was a hit: nothing that it depends on changed since run ${record.from[index]} computed it${note}.`;
  }
  if (letter === "g") return `\`${name}\` was given as an ${record.graph.kinds[index] === "i" ? "input" : "override"}.`;
  if (letter === "s") return `\`${name}\` was skipped: ${detail?.reason ?? "the run ended before it could start"}.`;
  const verb = letter === "u" ? "executed (its value is unchanged)" : letter === "f" ? "executed and failed" : word;
  const steps: string[] = [`\`${name}\` ${verb} because ${becauseOf(detail?.cues ?? [])}`];
  const root = detail?.cues?.find((cue) => cue.root !== undefined)?.root;
  if (root !== undefined && root !== index) {
    steps.push(
      `\`${record.graph.names[root]}\` ${STATUS_WORDS[record.status[root] as StatusLetter].word} because ${becauseOf(record.detail[root]?.cues ?? [])}`,
    );
  }
  const error = detail?.error === undefined ? "" : `\n${detail.error.name}: ${detail.error.message}`;
  return `${steps.join("; ")}.${error}`;
}

function becauseOf(cues: readonly CueRecord[]): string {
  return cues.length === 0 ? "no reason was recorded" : cues.map((cue) => cue.text).join(", and ");
}

// What happened in a run, as plain text?
import { type RunRecord, STATUS_WORDS, type StatusLetter } from "../protocol/index.ts";
import { causesOf } from "./causesOf.ts";
import { titleOf } from "./drawRun.ts";
import { formatDuration } from "./formatDuration.ts";
import { printable, shorten } from "./printable.ts";
import { writeSummary } from "./writeSummary.ts";

/** A longer list is cut; what was only hit goes first. */
const MOST_LINES = 190;

/** A summary line, then a line per node: sign, name, status, time, reason; then marks, attempts and warnings. At most some 200 lines. */
export function writeRun(record: RunRecord): string {
  const nodes = record.graph.names.map((_, node) => node);
  const told = nodes.length <= MOST_LINES ? nodes : nodes.filter((node) => !"hgn".includes(record.status[node]!));
  const shown = told.slice(0, MOST_LINES);
  const width = Math.min(40, Math.max(0, ...shown.map((node) => nameOf(record, node).length)));
  const lines = shown.map((node) => writeNode(record, node, width));
  const left = nodes.length - shown.length;
  if (left > 0) lines.push(`  … and ${left} more`);
  const marks = shown.flatMap((node) =>
    (record.detail[node]?.marks ?? []).map((mark) => `⚑ ${nameOf(record, node)}: ${shorten(mark, 300)}`),
  );
  const attempts = shown.flatMap((node) => writeAttempts(record, node));
  const warnings = (record.warnings ?? []).slice(0, 5).map((warning) => `! ${printable(warning)}`);
  return [
    `${writeSummary(record)} · ${titleOf(record)}`,
    ...lines,
    ...marks.slice(0, 20),
    ...attempts.slice(0, 20),
    ...warnings,
  ].join("\n");
}

/** `↻ prices: 3 attempts, failed with TypeError: fetch failed`. */
function writeAttempts(record: RunRecord, node: number): readonly string[] {
  const { attempts, failures = [] } = record.detail[node] ?? {};
  if (attempts === undefined) return [];
  const told = failures.length === 0 ? "" : `, failed with ${shorten([...new Set(failures)].join("; "), 300)}`;
  return [`↻ ${nameOf(record, node)}: ${attempts} attempts${told}`];
}

function writeNode(record: RunRecord, node: number, width: number): string {
  const letter = record.status[node] as StatusLetter;
  const { sign, word } = STATUS_WORDS[letter];
  const took = record.took[node] ?? 0;
  const preview = letter === "g" ? record.detail[node]?.preview?.text : undefined;
  const cost =
    preview !== undefined
      ? shorten(preview, 24)
      : took <= 0 || "gsnpw".includes(letter)
        ? ""
        : letter === "h"
          ? `saved ${formatDuration(took)}`
          : formatDuration(took);
  return `${sign} ${nameOf(record, node).padEnd(width)}  ${word.padEnd(10)}  ${cost.padEnd(12)}  ${writeCauses(record, node)}`.trimEnd();
}

/** The root cause first, then what it did to this node. */
function writeCauses(record: RunRecord, node: number): string {
  const items = record.detail[node]?.items?.text;
  const told = items === undefined ? "" : shorten(items, 120);
  const causes = causesOf(record, node);
  const [root] = causes;
  if (root === undefined) return told;
  const where = root.node === node ? "" : ` (in ${nameOf(record, root.node)})`;
  const rest = causes.length > 1 && root.node !== node ? `; ${shorten(causes[1]!.text, 120)}` : "";
  return `${told === "" ? "" : `${told}; `}${shorten(root.text, 200)}${where}${rest}`;
}

function nameOf(record: RunRecord, node: number): string {
  return shorten(record.graph.names[node] ?? "", 40);
}

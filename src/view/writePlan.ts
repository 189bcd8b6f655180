// What would a run do, as plain text and as a table?
import type { PlanRecord, PlanWord } from "../protocol/index.ts";
import { formatDuration } from "./formatDuration.ts";
import { printable, shorten } from "./printable.ts";

/** A longer list is cut; what would not execute goes first. */
const MOST_LINES = 190;

/** `2 execute, 1 may execute (only if `processedData` changes), 12 hits, ≈ 12–41 s`. */
export function planSummary(record: PlanRecord): string {
  const [sure, may, hits] = [nodesOf(record, "execute"), nodesOf(record, "may execute"), nodesOf(record, "hit")];
  const waits = [...new Set(may.flatMap((node) => record.detail[node]?.waitsFor ?? []))];
  const only = waits.length === 1 ? ` (only if \`${nameOf(record, waits[0]!)}\` changes)` : "";
  const parts = [
    `${sure.length} execute`,
    ...(may.length === 0 ? [] : [`${may.length} may execute${only}`]),
    `${hits.length} ${hits.length === 1 ? "hit" : "hits"}`,
  ];
  const { leastMs, mostMs } = record.expected;
  if (mostMs > 0) {
    const untimed = [...sure, ...may].filter((node) => record.detail[node]?.expectedMs === undefined);
    const rest =
      untimed.length === 0
        ? ""
        : untimed.length === 1
          ? ` without \`${nameOf(record, untimed[0]!)}\`, which was never timed`
          : ` without ${untimed.length} that were never timed`;
    parts.push(`≈ ${durations(leastMs, mostMs)}${rest}`);
  }
  return parts.join(", ");
}

/** The summary, then a line for each node that executes or may, and for each mark. */
export function writePlan(record: PlanRecord): string {
  const told = [...nodesOf(record, "execute"), ...nodesOf(record, "may execute")];
  const lines = told
    .slice(0, MOST_LINES)
    .map((node) => `  ${nameOf(record, node)}: ${record.what[node]}, ${whyOf(record, node)}`);
  if (told.length > MOST_LINES) lines.push(`  … and ${told.length - MOST_LINES} more`);
  const marks = marksOf(record, (name, mark) => `  ${name}: marked, ${mark}`, "  ");
  return [planSummary(record), ...lines, ...marks].join("\n");
}

/** A Markdown table with a row per node, what executes first; the summary and the marks stand below it. */
export function writePlanTable(record: PlanRecord): string {
  const order: readonly PlanWord[] = ["execute", "may execute", "hit", "given", "not needed"];
  const nodes = order.flatMap((word) => nodesOf(record, word));
  const rows = nodes.slice(0, MOST_LINES).map((node) => {
    const ms = record.detail[node]?.expectedMs;
    const cost =
      ms === undefined ? "" : record.what[node] === "hit" ? `saves ${formatDuration(ms)}` : formatDuration(ms);
    const why = record.what[node] === "execute" || record.what[node] === "may execute" ? whyOf(record, node) : "";
    return `| ${[`\`${nameOf(record, node)}\``, record.what[node]!, why, cost].map(cell).join(" | ")} |`;
  });
  const more = nodes.length > rows.length ? `\n… and ${nodes.length - rows.length} more\n` : "";
  const marks = marksOf(record, (name, mark) => `- ⚑ \`${name}\` ${mark}`, "- ");
  const below = marks.length === 0 ? [] : ["", ...marks];
  const head = ["| node | what | why | last time |", "| --- | --- | --- | --- |"];
  return [...head, ...rows, more, planSummary(record), ...below].join("\n");
}

const MOST_MARKS = 20;

/** A line per mark, as far as they are few. */
function marksOf(record: PlanRecord, line: (name: string, mark: string) => string, indent: string): readonly string[] {
  const marks = record.what.flatMap((_, node) =>
    (record.detail[node]?.marks ?? []).map((mark) => line(nameOf(record, node), printable(mark))),
  );
  if (marks.length <= MOST_MARKS) return marks;
  return [...marks.slice(0, MOST_MARKS), `${indent}… and ${marks.length - MOST_MARKS} more marks`];
}

function cell(text: string): string {
  return printable(text).replaceAll("|", "\\|");
}

function whyOf(record: PlanRecord, node: number): string {
  const { cues = [], waitsFor = [], likely, items } = record.detail[node] ?? {};
  const told = items === undefined ? "" : `${items.hit} of ${items.total} items hit, ${items.execute} execute; `;
  if (cues[0] !== undefined) return `${told}${shorten(cues[0].text, 300)}`;
  if (record.what[node] === "execute") return "nothing is stored";
  const waits = `waits for ${waitsFor.map((dep) => `\`${nameOf(record, dep)}\``).join(", ")}`;
  return likely === undefined ? `${waits}, which may need its value` : `${waits}, likely ${likely}`;
}

function nodesOf(record: PlanRecord, word: PlanWord): number[] {
  return record.what.flatMap((what, node) => (what === word ? [node] : []));
}

function nameOf(record: PlanRecord, node: number): string {
  return shorten(record.graph.names[node] ?? "", 60);
}

/** "12–41 s"; the unit is said once where it is the same. */
function durations(leastMs: number, mostMs: number): string {
  const [least, most] = [formatDuration(leastMs), formatDuration(mostMs)];
  if (least === most) return most;
  const unit = / [^ ]+$/;
  const one = (text: string): boolean => text.split(" ").length === 2;
  const isSame = one(least) && one(most) && unit.exec(least)?.[0] === unit.exec(most)?.[0];
  return isSame ? `${least.replace(unit, "")}–${most}` : `${least}–${most}`;
}

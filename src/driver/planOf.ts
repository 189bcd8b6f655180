// What does a plan say? Its rows, and itself as text.
import type { Closure } from "../dataflow/closure.ts";
import { cacheKeyOf } from "../identity/cacheKey.ts";
import type { Decided } from "../run/decide.ts";
import { marksOf } from "../run/marksOf.ts";
import { type PlanRow, planWords, waitsFor } from "../run/plan.ts";
import { bindingTo } from "../run/question.ts";
import { formatDuration } from "../view/index.ts";
import { inspectedAs } from "./inspect.ts";

export interface Plan {
  readonly rows: readonly PlanRow[];
  /** "2 execute, 1 may execute (only if `processedData` changes), 12 hits, ≈ 12–41 s", then a line per node that may execute, and per mark. */
  toString(): string;
}

export async function planOf(closure: Closure, decided: Decided): Promise<Plan> {
  const { resolution, teller, reads, asked, snapshot } = decided;
  const nameOf = (i: number) => closure.nodes[i]!.name;
  const words = planWords(resolution, (i) => asked.inputs.has(i));
  const executing = words.flatMap((word, i) => (word === "execute" ? [i] : []));
  await teller.tell(executing);
  const rows: PlanRow[] = [];
  for (let i = 0; i < closure.nodes.length; i++) {
    const what = words[i]!;
    const last = snapshot.lastSeenOf(nameOf(i))?.entry;
    const marks = marksOf(decided, i, nameOf);
    const waits = what === "may execute" ? waitsFor(resolution, i).map(nameOf) : undefined;
    rows.push({
      name: nameOf(i),
      what,
      ...(reads[i] === true ? { read: true } : {}),
      ...(waits === undefined ? {} : { waitsFor: waits, likely: await likely(i, decided, nameOf) }),
      cues: what === "execute" ? teller.cuesOf(i) : [],
      ...(marks.length === 0 ? {} : { marks }),
      ...(last === undefined ? {} : { expectedMs: last.durationMs }),
    });
  }
  const text = () => planText(rows);
  const plan = { rows, toString: text, [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text() }) };
  return inspectedAs(plan, text);
}

/** What happens if all deps keep the version that they had last. */
async function likely(
  i: number,
  { resolution, snapshot }: Decided,
  nameOf: (i: number) => string,
): Promise<"hit" | "execute"> {
  const node = resolution.question.nodes[i]!;
  if (node.ignored !== undefined) return "execute";
  const bindings = node.bound.map(({ parameter, dep }) => {
    const version = resolution.versions[dep] ?? snapshot.lastSeenOf(nameOf(dep))?.entry?.dataVersion;
    return version === undefined ? undefined : bindingTo(parameter, version);
  });
  if (bindings.includes(undefined)) return "execute";
  const key = cacheKeyOf({
    codeVersion: node.codeVersion,
    environment: node.environment,
    bindings: [...node.fixed, ...bindings.filter((b) => b !== undefined)],
    name: node.openName,
  });
  const entry = await snapshot.entryOf(key);
  return entry === undefined || entry.dataVersion === resolution.lost[i]?.version ? "execute" : "hit";
}

export function planText(rows: readonly PlanRow[]): string {
  const of = (what: PlanRow["what"]) => rows.filter((row) => row.what === what);
  const [sure, may, hits] = [of("execute"), of("may execute"), of("hit")];
  const sum = (list: readonly PlanRow[]) => list.reduce((ms, row) => ms + (row.expectedMs ?? 0), 0);
  const waits = [...new Set(may.flatMap((row) => row.waitsFor ?? []))];
  const only = waits.length === 1 ? ` (only if \`${waits[0]}\` changes)` : "";
  const longest = sum([...sure, ...may]);
  const time = longest === 0 ? "" : `, ≈ ${durations(sum(sure), longest)}`;
  const parts = [
    `${sure.length} execute`,
    ...(may.length === 0 ? [] : [`${may.length} may execute${only}`]),
    `${hits.length} ${hits.length === 1 ? "hit" : "hits"}`,
  ];
  const lines = [...sure, ...may].map((row) => {
    const why =
      row.cues[0]?.text ?? `waits for ${(row.waitsFor ?? []).map((n) => `\`${n}\``).join(", ")}, likely ${row.likely}`;
    return `  ${row.name}: ${row.what}, ${why}`;
  });
  const marked = rows.flatMap((row) => (row.marks ?? []).map((mark) => `  ${row.name}: marked, ${mark}`));
  return [`${parts.join(", ")}${time}`, ...lines, ...marked].join("\n");
}

/** "12–41 s"; the unit is said once where it is the same. */
function durations(leastMs: number, mostMs: number): string {
  const [least, most] = [formatDuration(leastMs), formatDuration(mostMs)];
  if (least === most) return most;
  const unit = / [^ ]+$/;
  return unit.exec(least)?.[0] === unit.exec(most)?.[0] ? `${least.replace(unit, "")}–${most}` : `${least}–${most}`;
}

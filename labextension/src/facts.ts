// What else is known about a node of a run? Names and values for the list in its detail.
import type { TranslationBundle } from "@jupyterlab/translation";
import type { CueRecord, NodeDetail, RunRecord } from "cellar/protocol";
import { formatBytes, formatDuration, shorten } from "cellar/view";

export type Fact = readonly [name: string, value: string];

/** @param base - The run to compare with, where it is at hand. */
export function factsOf(run: RunRecord, node: number, base: RunRecord | undefined, trans: TranslationBundle): Fact[] {
  const detail: NodeDetail = run.detail[node] ?? {};
  const before = base?.graph.names.indexOf(run.graph.names[node] ?? "") ?? -1;
  const took = run.took[node] ?? 0;
  const isHit = run.status[node] === "h";
  const module = run.graph.modules[run.graph.module[node] ?? -1];
  const facts: (Fact | false)[] = [
    [trans.__("data version"), changeOf(run.data[node] ?? "", base?.data[before])],
    [trans.__("cache key"), changeOf(run.key[node] ?? "", base?.key[before])],
    took > 0 && [isHit ? trans.__("time saved") : trans.__("took"), formatDuration(took)],
    detail.items !== undefined && [trans.__("items"), detail.items.text],
    detail.items?.changed !== undefined && [trans.__("since last time"), detail.items.changed],
    detail.at !== undefined && [trans.__("began"), trans.__("%1 into the run", formatDuration(detail.at))],
    detail.size !== undefined && [trans.__("stored"), formatBytes(detail.size)],
    detail.on !== undefined && detail.on !== "main" && [trans.__("ran on"), detail.on],
    detail.attempts !== undefined && [trans.__("attempts"), String(detail.attempts)],
    (detail.failures ?? []).length > 0 && [
      trans.__("failed before"),
      shorten([...new Set(detail.failures)].join("; "), 500),
    ],
    detail.behavior !== undefined && detail.behavior !== "default" && [trans.__("behavior"), detail.behavior],
    detail.output !== undefined && [
      trans.__("printed"),
      [
        `${formatBytes(detail.output.bytes)}${detail.output.replayed ? ` (${trans.__("replayed")})` : ""}`,
        ...(detail.output.reason === undefined ? [] : [detail.output.reason]),
      ].join("; "),
    ],
    module !== undefined && [trans.__("defined in"), placeOf(module.name, run.graph.line[node] ?? 0, trans)],
    ...Object.entries(run.graph.tags?.[node] ?? {}).map(([name, value]): Fact => [name, value]),
  ];
  return facts.filter((fact): fact is Fact => fact !== false && fact[1] !== "");
}

/** Whether the sentence of a cue names what was before and after, or there is nothing to name. */
export function isTold({ before, after, text }: CueRecord): boolean {
  const plain = (part: string): string => part.replaceAll("`", "").replace(/\s+/g, " ").trim();
  return [before, after].every((part) => part === undefined || plain(text).includes(plain(part)));
}

function changeOf(now: string, before: string | undefined): string {
  return before === undefined || before === "" || before === now ? now : `${before} → ${now}`;
}

function placeOf(module: string, line: number, trans: TranslationBundle): string {
  return line > 0 ? trans.__("%1, line %2", module, line) : module;
}

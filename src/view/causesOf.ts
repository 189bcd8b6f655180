// Why did a node execute? What the record says, root cause first.
import type { CueRecord, RunRecord } from "../protocol/index.ts";

/** A sentence of the record, and the node that it was said of. */
export interface Cause {
  readonly node: number;
  readonly text: string;
  readonly cue?: CueRecord;
}

/**
 * The sentences that explain a node's status, the root cause first. They are the record's own; nothing is worded here.
 *
 * @param node - Index of the node.
 */
export function causesOf(record: RunRecord, node: number): Cause[] {
  const detail = record.detail[node];
  if (detail === undefined) return [];
  const cues = detail.cues ?? [];
  const causes: Cause[] = cues.map((cue) => ({ node, text: cue.text, cue }));
  const root = cues[0]?.root;
  const rootCue = root === undefined || root === node ? undefined : record.detail[root]?.cues?.[0];
  if (root !== undefined && rootCue !== undefined) causes.unshift({ node: root, text: rootCue.text, cue: rootCue });
  if (detail.error !== undefined) causes.unshift({ node, text: `${detail.error.name}: ${detail.error.message}` });
  if (detail.waits !== undefined) causes.unshift({ node, text: detail.waits });
  if (detail.reason !== undefined) causes.push({ node, text: detail.reason });
  if (detail.note !== undefined) causes.push({ node, text: detail.note.text });
  return causes;
}

// Which parts of the code were added, removed or changed since the baseline?
import type { CodePart, PartKind } from "../../contracts.ts";
import { shortDigest } from "../../identity/digest.ts";
import type { CueRecord } from "../../protocol/index.ts";
import { arrow } from "../arrow.ts";
import { type Change, describeTextChange } from "../describeChange.ts";
import type { DifferenceFacts } from "../subject.ts";

export interface PartChange {
  readonly before: CodePart | undefined;
  readonly now: CodePart | undefined;
}

/** Parts of the given kinds that differ, in the order in which the function reaches them. */
export function changedParts(facts: DifferenceFacts, kinds: readonly PartKind[]): readonly PartChange[] {
  const before = facts.before?.code;
  const now = facts.now.code;
  if (before === undefined || now === undefined) return [];
  const mine = (parts: readonly CodePart[]) =>
    new Map(parts.filter((p) => kinds.includes(p.kind)).map((p) => [p.kind === "code" ? "" : p.name, p]));
  const old = mine(before.parts);
  const changes: PartChange[] = [];
  for (const [name, part] of mine(now.parts)) {
    const was = old.get(name);
    if (was?.digest !== part.digest) changes.push({ before: was, now: part });
    old.delete(name);
  }
  for (const part of old.values()) changes.push({ before: part, now: undefined });
  return changes;
}

/** A cue for a changed part whose texts tell the difference. */
export function partCue(facts: DifferenceFacts, cue: string, change: PartChange, noun: string): CueRecord {
  const part = (change.now ?? change.before)!;
  const name = part.kind === "code" ? facts.node : part.name;
  const before = change.before?.text === undefined ? undefined : facts.lookup.text(change.before.text);
  const now = change.now?.text === undefined ? undefined : facts.lookup.text(change.now.text);
  const told = before === undefined || now === undefined ? undefined : plain(describeTextChange(before, now), name);
  const verb = change.before === undefined ? "is new" : change.now === undefined ? "is no longer used" : "changed";
  const via =
    part.hops.length > 1
      ? ` (reached by ${part.hops
          .slice(0, -1)
          .map((h) => `\`${h}\``)
          .join(" → ")})`
      : "";
  const difference = verb === "changed" && told !== undefined ? `: ${arrow(told.before, told.after)}` : "";
  return {
    cue,
    field: part.kind === "code" ? "code" : `code/${name}`,
    ...(part.hops.length > 0 ? { hops: part.hops } : {}),
    ...(told === undefined ? {} : told),
    ...whereOf(facts, part),
    ...textsOf(change),
    text: `${noun}\`${name}\` ${verb}${via}${difference}`,
  };
}

/** The cue names the part already: `rate 1` → `rate 2` is 1 → 2. */
function plain(change: Change, name: string): Change {
  const own = `${name} `;
  const isTold = change.before.startsWith(own) && change.after.startsWith(own);
  return isTold ? { before: change.before.slice(own.length), after: change.after.slice(own.length) } : change;
}

function whereOf(facts: DifferenceFacts, part: CodePart): Pick<CueRecord, "where"> {
  return facts.where === undefined || part.line === undefined ? {} : { where: { ...facts.where, line: part.line } };
}

function textsOf({ before, now }: PartChange): Pick<CueRecord, "texts"> {
  const side = (part: CodePart | undefined) =>
    part?.text === undefined
      ? undefined
      : { text: shortDigest(part.text), ...(part.line === undefined ? {} : { line: part.line }) };
  const [was, is] = [side(before), side(now)];
  // A constant whose value alone changed has one text.
  if (was?.text === is?.text) return {};
  return { texts: { ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) } };
}

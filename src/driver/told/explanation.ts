// Why did this node execute, or why not, or why would it? What the cues say, root cause first.
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import {
  type CueRecord,
  type GraphRecord,
  type PlanRecord,
  type RunRecord,
  STATUS_WORDS,
  type StatusLetter,
} from "../../protocol/index.ts";
import { inspectedAs } from "./inspect.ts";
import { changeText, type SourceChange, sourceChanges } from "./sourceChanges.ts";

export interface Explanation {
  readonly node: string;
  /** Absent where it tells what a run would do. */
  readonly run?: string;
  /** A status of a run, or a word of a plan. */
  readonly status: string;
  /** Root cause first. */
  readonly cues: readonly CueRecord[];
  /** The changed lines behind the cues, as far as their texts are known. */
  readonly changes: readonly SourceChange[];
  /** Of a hit: the run that computed its value. */
  readonly from?: OriginOfHit;
  /** One sentence, "`b` executed because of `a`: the code of `a` changed: 1 → 2; then `a` changed", then the changed lines. */
  toString(): string;
}

export interface OriginOfHit {
  /** Number of the run in its store. */
  readonly run: number;
  /** Its id, for `dr.cache.run(id)`, and its start in ms since the epoch; absent where the store has forgotten it. */
  readonly runId?: string;
  readonly at?: number;
  /** How long the value took then, in ms. */
  readonly tookMs?: number;
}

/** What explanations look up, where they can. */
export interface Sources {
  /** By the first digits of their digests, as cues show them; absent where nobody knows them. */
  textsOf(digests: readonly string[]): Promise<ReadonlyMap<string, string>>;
  runNumbered(run: number): Promise<Pick<OriginOfHit, "runId" | "at">>;
}

/** @throws CellarError `unknown-node` where the run did not touch the node */
export async function explainRun(record: RunRecord, name: string, sources: Sources): Promise<Explanation> {
  const i = record.graph.names.indexOf(name);
  if (i < 0)
    throw cellarError(
      "unknown-node",
      `Run ${record.run} did not touch \`${name}\`.${didYouMean(name, record.graph.names)}`,
    );
  const letter = record.status[i] as StatusLetter;
  const story = { graph: record.graph, cuesOf: (at: number) => record.detail[at]?.cues ?? [] };
  const from = letter === "h" ? await originOf(record.from[i]!, record.took[i]!, sources) : {};
  const head = { node: name, run: record.run, status: STATUS_WORDS[letter].word, ...from };
  return finish(story, i, head, runSentence(record, story, i, letter), record.detail[i]?.marks, sources);
}

/** What a run would do with a node of its request. */
export async function explainPlan(record: PlanRecord, name: string, sources: Sources): Promise<Explanation> {
  const i = record.graph.names.indexOf(name);
  const detail = record.detail[i];
  const story = { graph: record.graph, cuesOf: (at: number) => record.detail[at]?.cues ?? [] };
  const from = detail?.from === undefined ? {} : await originOf(detail.from, detail.expectedMs, sources);
  const head = { node: name, status: record.what[i]!, ...from };
  const above = record.what[i] === "may execute" ? executingAbove(record, i) : rootsOf(story, i);
  return finish(story, i, head, planSentence(record, story, i), detail?.marks, sources, above);
}

async function originOf(
  run: number,
  tookMs: number | undefined,
  { runNumbered }: Sources,
): Promise<Pick<Explanation, "from">> {
  return { from: { run, ...(await runNumbered(run)), ...(tookMs === undefined ? {} : { tookMs }) } };
}

interface Story {
  readonly graph: GraphRecord;
  cuesOf(node: number): readonly CueRecord[];
}

async function finish(
  story: Story,
  i: number,
  head: Pick<Explanation, "node" | "run" | "status" | "from">,
  sentence: string,
  marks: readonly string[] = [],
  { textsOf }: Sources,
  above: readonly number[] = rootsOf(story, i),
): Promise<Explanation> {
  const told = [...above, i].map((node) => ({ node, cues: story.cuesOf(node) }));
  const changes = await sourceChanges(story.graph, told, textsOf);
  const text = [sentence, ...marks, ...changes.map(changeText)].join("\n");
  const explanation = {
    ...head,
    cues: told.flatMap(({ cues }) => cues),
    changes,
    toString: () => text,
    [Symbol.for("Jupyter.display")]: () => ({ "text/plain": text }),
  };
  return inspectedAs(explanation, () => text);
}

function runSentence(record: RunRecord, story: Story, i: number, letter: StatusLetter): string {
  const name = `\`${record.graph.names[i]}\``;
  const detail = record.detail[i];
  if (letter === "h") return hitSentence(name, "was", record.from[i]!, detail?.note?.text);
  if (letter === "g") return `${name} was given as an ${record.graph.kinds[i] === "i" ? "input" : "override"}.`;
  if (letter === "s") return `${name} was skipped: ${detail?.reason ?? "the run ended before it could start"}.`;
  if (letter === "n") return `${name} was not needed.`;
  const verb =
    letter === "u"
      ? "executed (its value is unchanged)"
      : letter === "f"
        ? "executed and failed"
        : STATUS_WORDS[letter].word;
  const error = detail?.error === undefined ? "" : `\n${detail.error.name}: ${detail.error.message}`;
  return `${name} ${verb} ${becauseOf(story, i)}.${error}`;
}

function planSentence(record: PlanRecord, story: Story, i: number): string {
  const name = `\`${record.graph.names[i]}\``;
  const { from, note, likely, waitsFor = [] } = record.detail[i] ?? {};
  switch (record.what[i]!) {
    case "hit":
      return from === undefined
        ? `${name} would be a hit: it is the same computation as another node of the run.`
        : hitSentence(name, "would be", from, note);
    case "given":
      return `${name} would be given as an input.`;
    case "not needed":
      if (record.graph.kinds[i] === "n") return `${name} would not be needed: what reads it would hit.`;
      return `${name} is not given: the defaults of what reads it apply.`;
    case "may execute": {
      const waits = waitsFor.map((dep) => `\`${record.graph.names[dep]}\``).join(", ");
      const roots = rootTexts(story, executingAbove(record, i)).join(", and ");
      return `${name} may execute ${roots}; it waits for ${waits}, ${likely === undefined ? "which may need its value" : `likely ${likely}`}.`;
    }
    default:
      return `${name} would execute ${becauseOf(story, i)}.`;
  }
}

function hitSentence(name: string, verb: string, run: number, note: string | undefined): string {
  if (note?.startsWith("accepted ") === true) return `${name} ${verb} a hit: ${note}.`;
  const told = note === undefined ? "" : `, ${note}`;
  return `${name} ${verb} a hit: nothing that it depends on changed since run ${run} computed it${told}.`;
}

/** Nodes above in which a change began that reached this one, in topological order, as far as the record tells why they executed. */
function rootsOf({ graph, cuesOf }: Story, i: number): readonly number[] {
  const indexOf = new Map(graph.names.map((name, index) => [name, index]));
  const seen = new Set([i]);
  const found: number[] = [];
  const stack = [i];
  while (stack.length > 0) {
    const node = stack.pop()!;
    const cues = cuesOf(node);
    if (node !== i && cues.some(({ root }) => root === undefined || root === node)) found.push(node);
    for (const { root, field = "" } of cues) {
      if (root === undefined) continue;
      // The dep itself, where the parameter bears its name: it may have executed for more than one reason.
      const dep = indexOf.get(field.slice("dep/".length));
      const next = dep !== undefined && graph.deps[node]!.includes(dep) && cuesOf(dep).length > 0 ? dep : root;
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(next);
    }
  }
  return found.filter((root) => cuesOf(root).length > 0).sort((x, y) => x - y);
}

/** Most other nodes whose reasons are told. */
const MOST_ROOTS = 4;

/** Its own causes, then those in other nodes, then what followed from them. */
function becauseOf(story: Story, i: number): string {
  const cues = story.cuesOf(i);
  if (cues.length === 0) return "because no reason was recorded";
  const roots = rootsOf(story, i);
  const follows = roots.length === 0 ? [] : cues.filter(({ root }) => root !== undefined && root !== i);
  const own = cues.filter((cue) => !follows.includes(cue)).map(({ text }) => text);
  const causes = [...(own.length === 0 ? [] : [`because ${own.join(", and ")}`]), ...rootTexts(story, roots)];
  const then = follows.length === 0 ? "" : `; then ${follows.map(({ text }) => text).join(", and ")}`;
  return `${causes.join(", and ")}${then}`;
}

/** The reasons of these nodes that began in them. */
function rootTexts({ graph, cuesOf }: Story, roots: readonly number[]): readonly string[] {
  const told = roots.slice(0, MOST_ROOTS).map((root) => {
    const cues = cuesOf(root);
    const own = cues.filter((cue) => cue.root === undefined || cue.root === root);
    // What reached it may have begun in a node that hits, with the value of another run.
    const texts = (own.length === 0 ? cues : own).map(({ text }) => text);
    return `because of \`${graph.names[root]}\`: ${texts.join(", and ")}`;
  });
  if (roots.length > told.length) told.push(`because of ${roots.length - told.length} more`);
  return told;
}

/** The nodes that execute for sure and by whose values this one waits. */
function executingAbove(record: PlanRecord, i: number): readonly number[] {
  const seen = new Set([i]);
  const found: number[] = [];
  const stack = [i];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (record.what[node] === "execute") found.push(node);
    for (const dep of record.detail[node]?.waitsFor ?? []) {
      if (seen.has(dep)) continue;
      seen.add(dep);
      stack.push(dep);
    }
  }
  return found.sort((a, b) => a - b);
}

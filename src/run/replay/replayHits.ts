// What is shown of a node that hits? What its execution printed, in the order of the graph, marked with the run it is of.
import { hash } from "node:crypto";
import type { Entry } from "../../contracts.ts";
import { shortDigest } from "../../identity/digest.ts";
import type { NodeDetail } from "../../protocol/index.ts";
import type { ExecutionParts } from "../executionParts.ts";
import type { ReplayParts } from "../parts.ts";
import { speakAs, speakers } from "./listening.ts";
import type { Piece } from "./printed.ts";
import { type Replay, readReplay } from "./replayBytes.ts";

interface Due {
  readonly i: number;
  readonly entry: Entry;
}

/**
 * Shows what is known to hit by now and was not shown before; what was printed in this very run was seen already.
 *
 * @param shown executions that were shown in this run, each once; they are added to
 * @returns nothing where there is nothing to show
 */
export function replayHits(x: ExecutionParts, shown: Set<number>): Promise<void> | undefined {
  const { closure, recorder, resolution, parts, options } = x;
  const { replay } = parts;
  if (replay?.isShown !== true || options.signal?.aborted === true) return undefined;
  const due: Due[] = [];
  for (let i = 0; i < closure.nodes.length; i++) {
    const entry = resolution.entries[i];
    if (entry?.isReplayable !== true || recorder.status[i] !== "h") continue;
    if (entry.runId === recorder.runId || shown.has(entry.executionId)) continue;
    shown.add(entry.executionId);
    due.push({ i, entry });
  }
  return due.length === 0 ? undefined : showAll(x, replay, due);
}

async function showAll(x: ExecutionParts, replay: ReplayParts, due: readonly Due[]): Promise<void> {
  const { metadata, results } = x.parts;
  // Before anything is waited for: whose run is this?
  const owners = speakers();
  const digests = await metadata.replaysOf(due.map(({ entry }) => entry.executionId));
  for (const [at, { i, entry }] of due.entries()) {
    const digest = digests[at];
    const found = digest === undefined ? LOST : await fetched(digest);
    const isShown = typeof found !== "string";
    if (isShown) speakAs(owners, () => show(x.closure.nodes[i]!.name, entry.runId, found, replay));
    const output: NodeDetail["output"] = {
      ...(digest === undefined ? {} : { digest: shortDigest(digest) }),
      bytes: isShown ? found.bytes : 0,
      replayed: isShown,
      ...(isShown ? (found.truncated ? { truncated: true } : {}) : { reason: found }),
    };
    x.recorder.set(i, { status: x.recorder.status[i]!, detail: { output } });
  }

  /** @returns why it cannot be shown, in words, where that is so; no node executes for it */
  async function fetched(digest: string): Promise<Replay | string> {
    try {
      const bytes = (await results.get([digest]))[0];
      if (bytes === undefined) return LOST;
      const found = hash("sha256", bytes, "hex") === digest ? readReplay(bytes) : undefined;
      if (found !== undefined) return found;
      await results.delete([digest]); // so that another execution can write it anew
      return "what it printed is damaged, and is not shown";
    } catch (error) {
      return `what it printed cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

const LOST = "what it printed is not stored any more";

function show(node: string, run: number, { pieces, bytes, truncated }: Replay, { display }: ReplayParts): void {
  const first = pieces.find((piece) => "to" in piece);
  const to = first !== undefined && "to" in first ? first.to : "stdout";
  process[to].write(`[${node}: printed in run ${run}]\n`);
  for (const piece of pieces) {
    if ("display" in piece) {
      const { data, metadata } = piece.display;
      display(data, { ...metadata, cellar: { replayedFrom: run, node } });
    } else process[piece.to].write("text" in piece ? piece.text : Buffer.from(piece.base64, "base64"));
  }
  const last = pieces.at(-1);
  const isOpen = last !== undefined && !endsLine(last);
  if (truncated)
    process[to].write(`${isOpen ? "\n" : ""}[${node}: of ${bytes} bytes that it printed, these were kept]\n`);
  else if (isOpen) process[to].write("\n"); // what comes next is not of this node
}

function endsLine(piece: Piece): boolean {
  if ("display" in piece) return true;
  return "text" in piece ? piece.text.endsWith("\n") : Buffer.from(piece.base64, "base64").at(-1) === 10;
}

// How does one node execute? Values are lent, the body is called, the result is versioned, checked and committed.
import type { Binding, Digest, WorkPlace } from "../contracts.ts";
import { checkTexts, onlyWarns } from "../dataflow/checkBody.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import type { StatusLetter } from "../protocol/index.ts";
import { encodeValue } from "../values/encode.ts";
import type { Board } from "./board/board.ts";
import { NOTHING, type Outcome, type Waits } from "./board/outcome.ts";
import { type Ended, makeAttempts, type Returned } from "./call/attempts.ts";
import { ignoredVersion } from "./decide/question.ts";
import type { ExecutionParts } from "./executionParts.ts";
import { performItems, type Underway } from "./items/performItems.ts";
import { refusedItems } from "./items/refusedItems.ts";
import { begin } from "./lease/begin.ts";
import type { Flight } from "./lease/flights.ts";
import { makeStandBy } from "./lease/standBy.ts";
import { makeLender } from "./lend/lender.ts";
import { copyOf } from "./lend/lending.ts";
import type { Printed } from "./replay/printed.ts";
import { keepPrinted } from "./replay/replayBytes.ts";
import { encodeChosen, refusedText } from "./store/encodeChosen.ts";
import { noteSaved, savedFilesIn } from "./store/savedFiles.ts";
import { type FilesChanged, watchFiles } from "./watchFiles.ts";

export interface Body {
  perform(i: number): Promise<Outcome | Waits>;
  /**
   * Whoever waits for a computation of this run makes it alone: the run was stopped, and its bodies may never end. Leases
   * are given up with the end of the run.
   */
  abandon(): void;
  /** Asked values that were changed after they were committed. */
  spoiledSince(asked: readonly number[]): readonly number[];
  /** A fresh copy of an input that a node has spoiled. */
  copyOfInput(i: number): { readonly value: unknown; readonly sizeBytes: number } | undefined;
}

/** What a computation is of, as it was decided. */
interface Call {
  readonly key: Digest;
  readonly bindings: readonly Binding[];
  readonly epoch: number;
}

/** An execution that has begun. */
interface Begun {
  readonly i: number;
  readonly call: Call;
  readonly executionId: number;
  readonly flight: Flight | undefined;
  readonly filesChanged: FilesChanged | undefined;
}

export function makeBody(x: ExecutionParts, board: Board): Body {
  const { closure, asked, resolution, recorder, journal, ledger, parts } = x;
  const { metadata, classes, clock, flights } = parts;
  const lender = makeLender(x, board);
  const attempts = makeAttempts(x, lender);
  const standBy = makeStandBy(x);

  const hides = !x.options.previews;
  const open = new Set<Flight>();
  const underway: Underway = new Set();

  async function perform(i: number): Promise<Outcome | Waits> {
    // Of an ignored node nobody has asked for the key yet; what it reads is known by now.
    const key = resolution.keys[i] ?? resolution.key(i)!;
    const call = { key, bindings: resolution.bindings[i]!, epoch: board.epoch[i]! };
    const refused = refusedItems(x, board, i);
    if (refused !== undefined) return { what: "failed", error: refused, spoiled: [] };
    if ((closure.nodes[i] as FunctionNode).map?.kind === "item") {
      const isStale = () => board.epoch[i] !== call.epoch;
      // It waits for its items, and they take the slots.
      return { what: "waits", until: performItems(x, board, i, { ...call, isStale }, underway) };
    }
    if (resolution.gates[i] !== undefined) return execute(i, call);
    const underWay = flights.joinable(call.key);
    if (underWay !== undefined) {
      try {
        const entry = await underWay;
        if (entry !== undefined) return { what: "joined", entry };
      } catch (error) {
        return { what: "failed", error, spoiled: [] };
      }
    }
    const flight = flights.depart(call.key);
    open.add(flight);
    try {
      const outcome = await execute(i, call, flight);
      // Whoever has waited here for another process's computation now waits for that process too.
      if (outcome.what === "waits") flight.land(undefined);
      if (outcome.what === "joined") flight.land(outcome.entry);
      // An execution that is done once more lands then; a failed one is shared by those who waited for it.
      if (outcome.what === "failed") flight.crash(outcome.error);
      if (outcome.what === "again") flight.land(undefined);
      return outcome;
    } catch (error) {
      flight.crash(error);
      throw error;
    } finally {
      open.delete(flight);
    }
  }

  /** @param flight absent where nobody may join it, in this process or in another */
  async function execute(
    i: number,
    { key: cacheKey, bindings, epoch }: Call,
    flight?: Flight,
  ): Promise<Outcome | Waits> {
    const node = closure.nodes[i] as FunctionNode;
    const isStale = () => board.epoch[i] !== epoch;
    const failure = asked.failures.get(i);
    if (failure !== undefined) return { what: "failed", error: failure.error, spoiled: [] };
    try {
      const loading = node.module.load();
      if (loading !== undefined) await loading;
    } catch (error) {
      return { what: "failed", error, spoiled: [] };
    }
    const told = x.adapters?.beforeNode(i);
    if (told !== undefined) await told;
    const watching = watchFiles(x, i);
    const filesChanged = watching === undefined ? undefined : await watching;
    const lent = await lender.lend(i, node);
    if (lent === undefined) return NOTHING;
    const { answer, tell } = begin(x, i, cacheKey, flight === undefined ? undefined : standBy.termsOf(i));
    const begun = answer instanceof Promise ? await answer : answer;
    if (begun.what !== "begun") {
      lender.giveBack(i, lent.loans);
      return begun.what === "held" ? standBy.wait(i, begun.lease, cacheKey, isStale) : standBy.joined(i, begun.entry);
    }
    tell();
    const { executionId } = begun;
    const fail = async (durationMs: number, said: string): Promise<void> =>
      metadata.failExecution(executionId, durationMs, said, journal.take());
    const failed = async ({ outcome, durationMs, said }: Ended): Promise<Outcome> => {
      await fail(durationMs, said);
      return outcome;
    };
    // No other code runs between the return, the versioning of the value and the check of the loans.
    const returned = async ({ value, loans, durationMs, place, printed }: Returned): Promise<Outcome> => {
      const encoding = encodeValue(value, classes);
      const spoiled = lender.takeBack(i, node, loans);
      if (isStale()) {
        await fail(durationMs, "its inputs changed");
        return { what: "again", spoiled };
      }
      if (spoiled.length > 0) {
        await fail(durationMs, "changed its inputs");
        return lender.refusal(node, spoiled) ?? { what: "again", spoiled };
      }
      return commit(
        { i, call: { key: cacheKey, bindings, epoch }, executionId, flight, filesChanged },
        value,
        encoding,
        durationMs,
        place,
        printed,
      );
    };
    return attempts.make(i, node, lent, isStale, returned, failed);
  }

  async function commit(
    { i, call: { key: cacheKey, bindings }, executionId, flight, filesChanged }: Begun,
    given: unknown,
    encoding: ReturnType<typeof encodeValue>,
    durationMs: number,
    place: WorkPlace,
    printed: Printed | undefined,
  ): Promise<Outcome> {
    const node = closure.nodes[i] as FunctionNode;
    const { runId } = recorder;
    let value = given;
    const { behavior, isFallback } = x.options.behaviors.get(node.name)!;
    const isStorable = behavior === "default" || behavior === "recompute";
    const minted = `opaque:${executionId}:${recorder.runName}:${node.name}`;
    // As if there were no cache: nothing below may be found again by what it reads (R23).
    const isHidden = behavior === "disable" && !isFallback;
    const dataVersion = encoding.ok && !isHidden ? encoding.version : minted;
    const row = { executionId, runId, node: node.name, cacheKey, durationMs, at: clock.now(), dataVersion };
    const { code, environment } = asked.codes[i]!;
    // What it wrote, or another body, stands in no key: it would be missing where this result is a hit.
    const changed = node.module.stateChanged(code) ?? (filesChanged && (await filesChanged()));
    const isKept =
      isStorable && encoding.ok && changed === undefined && bindings.every(([, kind]) => kind !== "opaque");
    // Whoever changed a value that is also a constant's would change the constant.
    if (encoding.ok && node.module.sharesState(value)) value = copyOf(Buffer.concat(encoding.encoded.chunks), classes);
    const preview = asked.shownOf(i, value, dataVersion);
    const found = checkTexts(node, value, hides).map(asked.redact);
    if (onlyWarns(node)) recorder.warnings.push(...found);
    const saving =
      isKept && encoding.ok
        ? encodeChosen(parts, node.name, value, dataVersion, encoding.encoded, (error) => refuse(node.name, error))
        : undefined;
    const saved = saving instanceof Promise ? await saving : saving;
    const recipe = {
      kind: "node" as const,
      codeVersion: code.version,
      environment: environment.version,
      bindings,
      firstName: node.name,
    };
    const replay = isKept && printed !== undefined ? keepPrinted(printed, asked.redact) : undefined;
    const detail = {
      ...place,
      ...(replay === undefined ? {} : { output: replay.told }),
      behavior,
      read: closure.deps[i]!,
      preview,
      ...(found.length === 0 ? {} : { marks: [...(recorder.detailOf(i)?.marks ?? []), ...found] }),
      ...(changed === undefined || !isStorable ? {} : { reason: `not stored: ${changed} while it ran, or before` }),
      ...(encoding.ok
        ? { size: (saved ?? encoding).encoded.sizeBytes }
        : { reason: refusalText(node.name, encoding.refusal) }),
    };
    const isUnchanged = x.snapshot.lastSeenOf(node.name)?.entry?.dataVersion === dataVersion;
    const change = {
      status: (isUnchanged ? "u" : "x") as StatusLetter,
      data: dataVersion,
      from: runId,
      took: durationMs,
      detail,
    };
    const kept =
      saved === undefined ? undefined : { saved, recipe, code, environment, preview, replay: replay?.encoded };
    if (node.role === "saver" && behavior !== "ignore")
      await noteSaved(x, i, isKept ? executionId : undefined, await savedFilesIn(value, parts.world));
    const landed = flight?.land ?? (() => {});
    const writing = ledger.add({ node: i, row, kept, change, landed });
    if (writing instanceof Promise) await writing;
    lender.committed(i, isKept);
    const hasReplay = replay?.encoded !== undefined;
    const entry = isKept
      ? { ...row, storedAt: row.at, flags: 0, ...(hasReplay ? { isReplayable: true as const } : {}) }
      : undefined;
    // Whatever an ignored node gave, for those below it is what it was (R22).
    if (behavior === "ignore") board.ownVersions.set(i, dataVersion);
    return {
      what: "executed",
      version: behavior === "ignore" ? ignoredVersion(node.name) : dataVersion,
      value,
      entry,
      durationMs,
      status: isUnchanged ? "unchanged" : "executed",
    };
  }

  /** The value is kept all the same, in the default format. */
  function refuse(name: string, error: unknown): void {
    if (x.options.strict) throw error;
    recorder.warnings.push(refusedText(name, error));
  }

  return {
    perform,
    abandon() {
      standBy.end();
      attempts.end();
      for (const flight of open) flight.land(undefined);
      for (const items of underway) items.stop("the run was stopped");
    },
    spoiledSince: lender.spoiledSince,
    copyOfInput: lender.copyOfInput,
  };
}

function refusalText(name: string, refusal: { path: string; what: string }): string {
  return `\`${name}\` cannot be versioned: ${refusal.path === "" ? "it" : `\`${refusal.path}\``} is ${refusal.what}`;
}

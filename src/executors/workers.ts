// Where do bodies run that would block this thread? On worker threads, those that may leave; the others here.
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { MessageChannel, SHARE_ENV } from "node:worker_threads";
import type { Piscina } from "piscina";
import type { Executor, Work, WorkPlace } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { decodeValue } from "../values/decode.ts";
import { encodeValue } from "../values/encode.ts";
import { joined, type Task, type Told, type Written } from "./task.ts";
import { thrownAgain } from "./thrown.ts";

export interface WorkersOptions {
  /** Most threads at once; one less than the machine has processors, but at least one, if absent. */
  readonly threads?: number;
}

const IDLE_MS = 30_000;

/**
 * Runs the bodies of nodes on worker threads, so that those that compute for long overlap and can be stopped: an aborted
 * run ends the thread of each of its bodies. Values travel as the bytes of the default format.
 *
 * A thread evaluates the module of the node again. So a body stays on the main thread, and the run's record says why,
 * where the module has constants that are computed, changed or live, top-level code with effects, or imports of cells and
 * files; where its source is not known; or where a value cannot be written in the default format. There a body that never
 * gives the thread free cannot be stopped. That a body changes what it reads, or gives what cannot travel, shows only when
 * it has run: it is then called a second time, on the main thread, and from then on there alone.
 *
 * Threads begin when the first body needs them, end half a minute after the last one, and don't keep the process alive.
 *
 * @returns for `Builder.withExecutor`; several drivers may share it
 * @throws CellarError `bad-option`
 */
export function workersExecutor({ threads = defaultThreads() }: WorkersOptions = {}): Executor {
  if (!Number.isInteger(threads) || threads < 1)
    throw cellarError("bad-option", `workersExecutor({ threads }) is a whole number from 1, not ${String(threads)}.`);
  let opening: Promise<Piscina> | undefined;
  /** Bodies whose values cannot travel, by code and node: each is found out once. */
  const unable = new Map<string, string>();
  const keyOf = ({ node, called }: Pick<Work, "node" | "called">): string => `${called?.codeVersion ?? ""} ${node}`;
  const mayLeave = (work: Pick<Work, "node" | "called">): string | undefined =>
    work.called?.stays ?? unable.get(keyOf(work));

  return {
    name: "workers",
    mayLeave,
    call(work, values, told) {
      const here = (why?: string): unknown => {
        told({ on: "main", ...(why === undefined ? {} : { why }) });
        return (work.body as (...values: readonly unknown[]) => unknown)(...values);
      };
      if (work.called === undefined) return here();
      const why = mayLeave(work);
      if (why !== undefined) return here(why);
      const encoded = encodeValue([...values], work.classes);
      if (!encoded.ok)
        return here(`what it reads cannot travel: \`${encoded.refusal.path}\` is ${encoded.refusal.what}`);
      const bytes = joined(encoded.encoded.chunks, encoded.encoded.sizeBytes);
      opening ??= openPool(threads);
      return opening.then(async (pool) => {
        const answer = await perform(pool, work, bytes, encoded.version);
        if (answer.what === "unable") {
          if (work.signal?.aborted === true) throw work.signal.reason;
          if (answer.lasting) unable.set(keyOf(work), answer.why);
          return here(answer.why);
        }
        told({ on: "workers" } satisfies WorkPlace);
        if (answer.what === "thrown") throw thrownAgain(answer.thrown, work.classes);
        return work.called!.check(decodeValue(answer.bytes, work.classes));
      });
    },
    async close() {
      const closing = opening;
      opening = undefined;
      await (await closing)?.close();
    },
  };
}

function defaultThreads(): number {
  return Math.max(1, os.availableParallelism() - 1);
}

async function openPool(threads: number): Promise<Piscina> {
  const { Piscina: Pool } = await import("piscina");
  const root = path.dirname(createRequire(import.meta.url).resolve("cellar/package.json"));
  const pool = new Pool({
    filename: path.join(root, "dist/worker/index.js"),
    minThreads: 0,
    maxThreads: threads,
    concurrentTasksPerWorker: 1,
    idleTimeout: IDLE_MS,
    // A thread that sleeps between bodies would not let go on what a body left behind, e.g. output.
    atomics: "disabled",
    // `process.env` is what it is here, also for what is set later on.
    env: SHARE_ENV as unknown as NodeJS.ProcessEnv,
    execArgv: [],
  } as ConstructorParameters<typeof Pool>[0]);
  // Of a thread that ends between two bodies; no body waits for it.
  pool.on("error", (error) => process.emitWarning(`A worker thread ended: ${String(error)}`, "CellarWarning"));
  return pool;
}

type Answer = Exclude<Told, { readonly what: "written" | "began" }>;

/** @throws what ended the thread before the body did: the abort of the run, or the body itself */
async function perform(pool: Piscina, work: Work, values: Uint8Array, version: string): Promise<Answer> {
  const { port1: mine, port2: port } = new MessageChannel();
  const { module, name, variant, order, yields } = work.called!;
  let answer: Answer | undefined;
  const ended = new Promise<void>((resolve) => {
    mine.on("message", (told: Told) => {
      if (told.what === "written") print(told, work);
      else if (told.what === "began") work.began();
      else {
        answer = told;
        resolve(); // the last that comes; the thread may be busy with the next body before it closes the port
      }
    });
    mine.once("close", resolve);
  });
  const { id, origin, cell, folder, text, facts } = module;
  const task: Task = {
    port,
    module: { id, name: module.name, origin, cell, folder, fileName: module.fileName!, text, facts: textOf(facts) },
    called: name,
    variant,
    order,
    yields,
    isHeard: work.heard !== undefined,
    surroundings: work.surroundings,
    values,
    version,
  };
  try {
    const { signal } = work;
    await pool.run(task, {
      transferList: [port, values.buffer as ArrayBuffer],
      ...(signal === undefined ? {} : { signal }),
    });
    await ended;
  } catch (error) {
    if (work.signal?.aborted === true) throw work.signal.reason;
    // What it wrote before it died is still to come.
    await ended;
    if (answer === undefined) throw diedError(work.node, error);
  } finally {
    mine.close();
  }
  if (answer === undefined) throw diedError(work.node, undefined);
  return answer;
}

function print({ to, chunk, by }: Written, { heard }: Work): void {
  const write = (): void => void process[to].write(chunk);
  if (heard === undefined) write();
  else heard(by, write);
}

function diedError(node: string, cause: unknown): Error {
  const said = cause instanceof Error ? `: ${cause.message}` : "";
  const remedy = "A body must not call process.exit(), nor use up the memory of its thread.";
  return cellarError("node-failed", `The worker thread of \`${node}\` ended before its body did${said}. ${remedy}`, {
    cause,
    where: { node },
  });
}

const texts = new WeakMap<object, string>();

function textOf(facts: object): string {
  const known = texts.get(facts) ?? JSON.stringify(facts);
  texts.set(facts, known);
  return known;
}

// Who else wants to know when a run and its nodes begin and end? Adapters of the user's own, called beside the run.
import type { Closure } from "../dataflow/closure.ts";
import { cellarError } from "../errors.ts";
import type { NodeError, RunState } from "../protocol/index.ts";
import { errorLine } from "./record/nodeError.ts";

/** What became of a node; `unchanged` is an execution whose value is that of the last time. */
export type NodeStatus = "hit" | "executed" | "unchanged" | "failed" | "skipped";

/** A run as an adapter is told of it. */
export interface RunNotice {
  /** Id of the run, as in `dr.cache.run(id)`; without a cache, one that no record bears. */
  readonly run: string;
  /** Names that were asked for. */
  readonly names: readonly string[];
}

export interface RunEndNotice extends RunNotice {
  readonly state: RunState;
  readonly durationMs: number;
  /** How many nodes ended in each way. */
  readonly counts: Readonly<Record<NodeStatus, number>>;
}

/** A node as an adapter is told of it. Values are left out: nobody beside the run can change what stands in its keys. */
export interface NodeNotice {
  readonly run: string;
  readonly node: string;
  readonly module: string;
}

export interface NodeEndNotice extends NodeNotice {
  readonly status: NodeStatus;
  /** Of an execution its own duration, of a hit that of the execution that it spares. */
  readonly durationMs: number;
  readonly dataVersion: string | undefined;
  readonly error: NodeError | undefined;
  /** Why it was skipped. */
  readonly reason: string | undefined;
}

/**
 * Told of each run and node, with a cache or without. Each of its functions may be left out, and may be asynchronous.
 *
 * `beforeRun` and `beforeNode` are waited for: the run, or the node's function, begins afterwards. `beforeNode` is called
 * for nodes whose functions are about to run, never for hits; again, if the function has to run again. `afterNode` is
 * called once for each node of the request as soon as it is settled and holds nothing up; `afterRun` is called when every
 * `afterNode` has ended, and is waited for.
 *
 * What an adapter throws never changes a result: it is told once as a warning of the run, and the adapter is called on.
 * With `withCache({ strict: true })` the run fails with it when it has ended; what it computed stays stored.
 */
export interface Adapter {
  /** Shown in warnings. */
  readonly name?: string;
  beforeRun?(run: RunNotice): void | PromiseLike<void>;
  afterRun?(run: RunEndNotice): void | PromiseLike<void>;
  beforeNode?(node: NodeNotice): void | PromiseLike<void>;
  afterNode?(node: NodeEndNotice): void | PromiseLike<void>;
}

type Hook = "beforeRun" | "afterRun" | "beforeNode" | "afterNode";
/** What is known of a node's end, without its names. */
export type NodeEnd = Pick<NodeEndNotice, "status"> &
  Partial<Pick<NodeEndNotice, "durationMs" | "dataVersion" | "error" | "reason">>;

/** The adapters of one run; each call is a promise only where an adapter answers by one. */
export interface Calling {
  beforeRun(): void | Promise<void>;
  beforeNode(node: number): void | Promise<void>;
  /** Once for each node: what comes later of the same node is left out. */
  afterNode(node: number, end: NodeEnd): void;
  afterRun(state: RunState, durationMs: number): Promise<void>;
  /** What the first adapter threw that threw anything. */
  readonly failure: Error | undefined;
}

/** @param warn what to tell of an adapter that throws, once for each of its functions */
export function callAdapters(
  adapters: readonly Adapter[],
  run: string,
  closure: Closure,
  warn: (text: string) => void,
): Calling {
  const names = closure.asked.map((i) => closure.nodes[i]!.name);
  const counts: Record<NodeStatus, number> = { hit: 0, executed: 0, unchanged: 0, failed: 0, skipped: 0 };
  const ended = new Set<number>();
  const told = new Set<string>();
  let running: Promise<void>[] = [];
  let failure: Error | undefined;

  function failed(adapter: Adapter, hook: Hook, cause: unknown): void {
    const who = `the adapter ${adapter.name === undefined ? `${adapters.indexOf(adapter) + 1}` : `\`${adapter.name}\``}`;
    const text = `${hook}() of ${who} failed: ${errorLine(cause)}`;
    failure ??= cellarError("adapter-failed", text, { cause });
    if (told.has(`${hook} ${who}`)) return;
    told.add(`${hook} ${who}`);
    warn(text);
  }

  function call<Notice>(hook: Hook, notice: Notice): void | Promise<void> {
    const waiting: PromiseLike<void>[] = [];
    for (const adapter of adapters) {
      try {
        // Each gets an object of its own: what one writes into it, no other reads.
        const answer = (adapter[hook] as ((notice: Notice) => void | PromiseLike<void>) | undefined)?.call(adapter, {
          ...notice,
        });
        if (isThenable(answer))
          waiting.push(Promise.resolve(answer).catch((cause: unknown) => failed(adapter, hook, cause)));
      } catch (cause) {
        failed(adapter, hook, cause);
      }
    }
    return waiting.length === 0 ? undefined : Promise.all(waiting).then(() => {});
  }

  function noticeOf(i: number): NodeNotice {
    const node = closure.nodes[i]!;
    return { run, node: node.name, module: node.kind === "node" ? node.module.name : "" };
  }

  return {
    beforeRun: () => call("beforeRun", { run, names }),
    beforeNode: (i) => call("beforeNode", noticeOf(i)),
    afterNode(i, { status, durationMs = 0, dataVersion, error, reason }) {
      if (closure.nodes[i]!.kind === "input" || ended.has(i)) return;
      ended.add(i);
      counts[status]++;
      const calling = call("afterNode", { ...noticeOf(i), status, durationMs, dataVersion, error, reason });
      if (calling !== undefined) running.push(calling);
    },
    async afterRun(state, durationMs) {
      const before = running;
      running = [];
      await Promise.all(before);
      await call("afterRun", { run, names, state, durationMs, counts: { ...counts } });
    },
    get failure() {
      return failure;
    },
  };
}

function isThenable(answer: unknown): answer is PromiseLike<void> {
  return typeof answer === "object" && answer !== null && "then" in answer && typeof answer.then === "function";
}

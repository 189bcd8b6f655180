// What happens in a worker thread? It evaluates the module of a body, calls it, and tells by the task's port what came of it.
import { AsyncLocalStorage } from "node:async_hooks";
import type { MessagePort } from "node:worker_threads";
import { innermost } from "../dataflow/modifiers/wrap.ts";
import { classes } from "../driver/modules/classes.ts";
import { createLoader, type LazyModule } from "../driver/modules/loader.ts";
import { readSurroundings } from "../driver/surroundings.ts";
import { joined, type Task, type Told, type Written } from "../executors/task.ts";
import { tellThrown } from "../executors/thrown.ts";
import { collected } from "../run/call/collected.ts";
import { plainChunk } from "../run/replay/listening.ts";
import type { ModuleFacts } from "../source/index.ts";
import { decodeValue } from "../values/decode.ts";
import { encodeValue } from "../values/encode.ts";

/** By file name: the latest evaluation of each. */
const modules = new Map<string, { readonly id: number; readonly instance: LazyModule["instance"] }>();
let listener: MessagePort | undefined;
/** Tasks whose output is kept are told from what earlier ones left behind, e.g. timers. */
const followed = new AsyncLocalStorage<MessagePort>();
let isHeard = false;

function whose(present: MessagePort): Written["by"] {
  const mine = followed.getStore();
  if (mine === undefined) return isHeard ? "nobody can tell" : "body";
  return mine === present ? "body" : "other";
}

for (const to of ["stdout", "stderr"] as const) {
  const stream = process[to];
  const write = stream.write.bind(stream) as typeof stream.write;
  stream.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    if (listener === undefined) return (write as (...args: readonly unknown[]) => boolean)(chunk, ...rest);
    const plain = plainChunk(chunk, rest[0]);
    listener.postMessage({ what: "written", to, chunk: plain, by: whose(listener) } satisfies Told);
    const done = rest.findLast((each) => typeof each === "function") as (() => void) | undefined;
    if (done !== undefined) queueMicrotask(done);
    return true;
  }) as typeof stream.write;
}

// A timer or promise that a body left behind fails no other body that happens to run in its thread by now.
process.on("uncaughtException", (error: unknown) => process.emitWarning(lateText(error), "CellarWarning"));

function lateText(error: unknown): string {
  const { name, message, stack } = tellThrown(error, classes);
  return `What a body left behind in a worker thread failed: ${stack ?? `${name}: ${message}`}`;
}

/** Never rejects: what a body throws is told by the port, behind all that it has written. */
export default async function perform(task: Task): Promise<void> {
  listener = task.port;
  try {
    isHeard = task.isHeard;
    const answer = await (isHeard ? followed.run(task.port, answerOf, task) : answerOf(task));
    task.port.postMessage(answer, answer.what === "value" ? [answer.bytes.buffer as ArrayBuffer] : []);
  } finally {
    listener = undefined;
    task.port.close();
  }
}

async function answerOf(task: Task): Promise<Exclude<Told, { readonly what: "written" | "began" }>> {
  const other = differingField(task);
  if (other !== undefined) return elsewhere(`in a worker thread ${other}`);
  let values: readonly unknown[];
  let fn: (...values: readonly unknown[]) => unknown;
  try {
    const instance = instanceOf(task.module);
    await instance.load();
    fn = innermost(instance.functionOf(task.called), task.variant) as typeof fn;
    values = decodeValue(task.values, classes) as readonly unknown[];
  } catch (error) {
    return elsewhere(`a worker thread could not begin it: ${error instanceof Error ? error.message : String(error)}`);
  }
  let value: unknown;
  try {
    task.port.postMessage({ what: "began" } satisfies Told);
    value = await fn(...(task.order?.map((at) => values[at]) ?? values));
    if (task.yields) value = await collected(value);
  } catch (error) {
    return { what: "thrown", thrown: tellThrown(error, classes) };
  }
  const encoded = encodeValue(value, classes);
  // What a body does to what it reads is for the main thread to judge (R20).
  const after = encodeValue(values, classes);
  if (!after.ok || after.version !== task.version) return unable("it changes what it reads");
  if (encoded.ok) return { what: "value", bytes: joined(encoded.encoded.chunks, encoded.encoded.sizeBytes) };
  const { path, what } = encoded.refusal;
  return unable(`its value cannot travel: ${path === "" ? "it" : `\`${path}\``} is ${what}`);
}

const elsewhere = (why: string) => ({ what: "unable" as const, why, lasting: false });
const unable = (why: string) => ({ what: "unable" as const, why, lasting: true });

function instanceOf({ id, facts, text, ...about }: Task["module"]): LazyModule["instance"] {
  const known = modules.get(about.fileName);
  if (known?.id === id) return known.instance;
  const { instance } = createLoader({ root: about.folder }).makeInstance(text, about);
  instance.offerFacts(JSON.parse(facts) as ModuleFacts);
  modules.set(about.fileName, { id, instance });
  return instance;
}

/** R11: whatever differs is for a thread where it does not. */
function differingField({ surroundings }: Task): string | undefined {
  const mine = readSurroundings();
  for (const [name, value] of Object.entries(surroundings)) {
    const here = mine[name as keyof typeof mine];
    if (here !== value) return `${name} is ${here}, not ${value}`;
  }
  return undefined;
}

// Whose is what is printed or shown now? Each body that runs has an ear; what nobody can tell makes all of them doubt.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Listener } from "../call/callBody.ts";
import { functionOnStack } from "./functionOnStack.ts";
import { Printed, type Shown, type StreamName } from "./printed.ts";

/** One execution of a node, as long as it lasts. */
export interface Ear {
  /** Of the function that waits for the body, unique in this process. */
  readonly name: string;
  /** What the call of its body prints; absent before and after. */
  printed: Printed | undefined;
  /** Called when that call is over. */
  ended: (() => void) | undefined;
  /** Of the bodies that started the run to which it belongs, the innermost first: they print what it prints. */
  readonly outer: readonly Ear[];
}

interface Ears {
  /** By the name of the function that waits for the body, unique in this process. */
  readonly open: Map<string, Ear>;
  count: number;
  /** In whose name is something printed by the engine? An empty list means: in nobody's. */
  speaking: readonly Ear[] | undefined;
  readonly followed: AsyncLocalStorage<Ear>;
}

/** One for all copies of the engine in a thread, whose output is one. */
const EARS = Symbol.for("cellar.ears");
const world = globalThis as { [EARS]?: Ears };

const PREFIX = "cellar body ";
const IN_DOUBT =
  "while it ran, a timer or callback printed something, and nobody can tell whether that was its own or another's";

/**
 * Does the work of one execution while what its body prints is heard.
 *
 * A body is known by the stack: `await`ed calls are on the stack that V8 gives of a promise, below the uniquely named
 * function that waits here. That costs 3 µs for each write, and nothing where nothing is written. Timers and callbacks
 * stand on no such stack; they are followed by AsyncLocalStorage, which costs every promise of the process.
 *
 * @param follows whether timers and callbacks are followed; not to be where V8 may unwind running code: below Node 24 the
 *   two together end the process
 */
export function listen<T>(follows: boolean, outer: readonly Ear[], work: (ear: Ear) => Promise<T>): Promise<T> {
  const ears = theEars();
  const name = `${PREFIX}${++ears.count}`;
  const ear: Ear = { name, printed: undefined, ended: undefined, outer };
  ears.open.set(name, ear);
  ears.speaking = undefined; // V8 may have unwound what would have done so
  const named = {
    async [name]() {
      try {
        return await work(ear);
      } finally {
        ears.open.delete(name);
      }
    },
  }[name]!;
  return follows ? ears.followed.run(ear, named) : named();
}

/** Begins to hear a call of the body anew: of several attempts the last one counts. */
export function open(ear: Ear): void {
  ear.printed = new Printed();
}

/** Where the body is not waited for any more; V8 may have unwound it too. */
export function forget(ears: Iterable<Ear>): void {
  for (const ear of ears) {
    close(ear);
    world[EARS]?.open.delete(ear.name);
  }
}

/** What is printed from now on is late. */
export function close(ear: Ear | undefined): void {
  if (ear === undefined) return;
  ear.printed = undefined;
  ear.ended?.();
  ear.ended = undefined;
}

/** Whose code runs now, and whose run it belongs to? Empty where it is nobody's, or cannot be told. */
export function speakers(): readonly Ear[] {
  const ears = world[EARS];
  return ears === undefined || ears.open.size === 0 ? [] : (ownersIn(ears) ?? []);
}

/** Prints in the name of these, and of nobody else. */
export function speakAs<T>(owners: readonly Ear[], print: () => T): T {
  const ears = world[EARS];
  if (ears === undefined) return print();
  const before = ears.speaking;
  ears.speaking = owners;
  try {
    return print();
  } finally {
    ears.speaking = before;
  }
}

/** For one call of its body. What was printed elsewhere is printed here. */
export function listenerOf(ear: Ear): Listener {
  return {
    heard(by, print) {
      if (by === "nobody can tell") doubt([ear]);
      speakAs(by === "body" ? withOuter(ear) : [], print);
    },
    whenOver(ended) {
      ear.ended = ended;
    },
  };
}

/** Nobody can tell whose something was that is printed now. */
function doubt(owners: readonly Ear[]): void {
  for (const { printed } of owners) if (printed !== undefined) printed.doubt ??= IN_DOUBT;
}

/**
 * Tells the engine that something is shown beside the running cell: it belongs to the node whose body shows it. A kernel
 * calls it as it shows it.
 *
 * @param kind the Jupyter message: `display_data`, `update_display_data`, `clear_output`; others are left alone
 */
export function noteDisplay(kind: string, content: Readonly<Record<string, unknown>>): void {
  const {
    data = {},
    metadata = {},
    transient = {},
  } = content as Partial<Shown> & { transient?: { display_id?: string } };
  const id = transient.display_id;
  if (kind === "display_data") hear((printed) => printed.show({ data, metadata }, id));
  else if (kind === "update_display_data") hear((printed) => printed.change({ data, metadata }, id));
  else if (kind === "clear_output") hear((printed) => printed.clear());
}

function theEars(): Ears {
  let ears = world[EARS];
  if (ears === undefined) {
    ears = { open: new Map(), count: 0, speaking: undefined, followed: new AsyncLocalStorage() };
    world[EARS] = ears;
    for (const to of ["stdout", "stderr"] as const) hearStream(to);
  }
  return ears;
}

/** Everything is handed on as it was given. */
function hearStream(to: StreamName): void {
  const stream = process[to];
  const write = stream.write as (...given: unknown[]) => boolean;
  stream.write = function (this: unknown, ...given: unknown[]): boolean {
    const answer = Reflect.apply(write, this, given) as boolean;
    if (world[EARS]!.open.size > 0) {
      const [chunk, encoding] = given as [string | Uint8Array, unknown];
      hear((printed) => printed.write(to, plainChunk(chunk, encoding)));
    }
    return answer;
  } as typeof stream.write;
}

/** A text that stands for bytes, e.g. in hex, is not what is printed. */
export function plainChunk(chunk: string | Uint8Array, encoding: unknown): string | Uint8Array {
  if (typeof chunk !== "string" || typeof encoding !== "string" || /^utf-?8$/i.test(encoding)) return chunk;
  return Buffer.from(chunk, encoding as BufferEncoding);
}

/** Never throws: what is printed is printed all the same. */
function hear(note: (printed: Printed) => void): void {
  const ears = world[EARS];
  if (ears === undefined || ears.open.size === 0) return;
  const owners = ownersIn(ears);
  if (owners === undefined) {
    doubt([...ears.open.values()]);
    return;
  }
  for (const { printed } of owners) {
    if (printed === undefined) continue;
    try {
      note(printed);
    } catch {
      printed.doubt ??= "it showed something that cannot be kept";
    }
  }
}

/** Undefined where nobody can tell. */
function ownersIn({ speaking, followed, open }: Ears): readonly Ear[] | undefined {
  if (speaking !== undefined) return speaking;
  const near = followed.getStore();
  if (near !== undefined) return withOuter(near);
  const name = functionOnStack(PREFIX);
  if (name === undefined) return undefined;
  const found = open.get(name);
  return found === undefined ? [] : withOuter(found); // it has ended: late
}

const withOuter = (ear: Ear): readonly Ear[] => [ear, ...ear.outer];

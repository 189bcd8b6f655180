// What is answered next? Requests of the shell one after another; a cell that fails aborts those that wait behind it.
import type { Content, MainRequestKind, ToMain } from "../threads/messages.ts";
import { answerHere, type Known, refuse } from "./answerHere.ts";
import type { Header, Message } from "./codec.ts";
import type { HistoryEntry } from "./history.ts";
import type { Publisher } from "./publisher.ts";

/** Cells that were sent together with one that fails at once may still be on their way. */
const ABORT_GRACE_MS = 5;
/** Output of callbacks finds its cell as long as it is one of the last so many. */
const REMEMBERED = 10_000;
const SESSION = 1;

export interface Request extends Message {
  reply(kind: string, content: Content): void;
}

interface Current {
  readonly request: Request;
  readonly id: number;
  readonly count: number;
  readonly entry: HistoryEntry | undefined;
  isEnding: boolean;
}

export type RequestQueue = ReturnType<typeof createRequestQueue>;

export function createRequestQueue(
  publisher: Publisher,
  known: Known & { history: HistoryEntry[] },
  post: (message: ToMain) => void,
) {
  const waiting: Request[] = [];
  const headers = new Map<number, Header>();
  let current: Current | undefined;
  let lastId = 0;
  let executions = 0;
  return {
    add(request: Request): void {
      waiting.push(request);
      answerNext();
    },
    finish,
    /** Numbers a message, so that outputs can name it as their parent. */
    number(header: Header): number {
      headers.set(++lastId, header);
      headers.delete(lastId - REMEMBERED);
      return lastId;
    },
    headerOf: (id: number): Partial<Header> => headers.get(id) ?? {},
    get current(): Current | undefined {
      return current;
    },
    /** Front ends show the newest status of all: after another message's idle the running cell is busy still. */
    announceBusy(): void {
      if (current) publisher.status(current.request.header, "busy");
    },
  };

  function answerNext(): void {
    while (!current) {
      const request = waiting.shift();
      if (!request) return;
      publisher.status(request.header, "busy");
      const kind = request.header.msg_type;
      const answer = isForMain(kind) ? undefined : (answerHere(known, kind, request.content) ?? refuse(kind));
      if (answer) {
        request.reply(kind.replace(/_request$/, "_reply"), answer);
        publisher.status(request.header, "idle");
      } else begin(request, kind as MainRequestKind);
    }
  }

  function begin(request: Request, kind: MainRequestKind): void {
    const { content, metadata } = request;
    const id = ++lastId;
    headers.set(id, request.header);
    headers.delete(id - REMEMBERED);
    const isCell = kind === "execute_request";
    const silent = isCell && content.silent === true;
    const count = executions + 1;
    let entry: HistoryEntry | undefined;
    if (isCell && !silent && content.store_history !== false) {
      executions = count;
      entry = { session: SESSION, line: count, code: String(content.code) };
      known.history.push(entry);
    }
    current = { request, id, count, entry, isEnding: false };
    if (isCell && !silent) {
      publisher.publish(request.header, {
        kind: "execute_input",
        content: { code: content.code, execution_count: count },
      });
    }
    post({ type: "request", id, kind, content, metadata, count, silent });
  }

  function finish(id: number, content: Content, output: string | undefined): void {
    if (current?.id !== id || current.isEnding) return; // an interrupted cell that comes to its end after all
    current.isEnding = true;
    if (output !== undefined && current.entry) current.entry.output = output;
    const { request } = current;
    const stops =
      content.status === "error" &&
      request.header.msg_type === "execute_request" &&
      request.content.stop_on_error !== false;
    if (!stops) {
      conclude(content);
      return;
    }
    setTimeout(() => {
      const behind = waiting.filter((other) => other.header.msg_type === "execute_request");
      conclude(content, behind);
    }, ABORT_GRACE_MS);
  }

  function conclude(content: Content, aborted: readonly Request[] = []): void {
    const { request, count } = current!;
    const kind = request.header.msg_type;
    publisher.flush();
    request.reply(
      kind.replace(/_request$/, "_reply"),
      kind === "execute_request" ? { ...content, execution_count: count } : content,
    );
    publisher.status(request.header, "idle");
    current = undefined;
    for (const other of aborted) {
      waiting.splice(waiting.indexOf(other), 1);
      publisher.status(other.header, "busy");
      // Without a count: it has none, and a front end would show that of another cell beside it.
      other.reply("execute_reply", { status: "aborted" });
      publisher.status(other.header, "idle");
    }
    answerNext();
  }
}

function isForMain(kind: string): kind is MainRequestKind {
  return ["execute_request", "complete_request", "inspect_request", "is_complete_request"].includes(kind);
}

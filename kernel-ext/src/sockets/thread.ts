// What does the kernel's second thread do? It owns the sockets and answers while the main thread runs user code.
import { type MessagePort, workerData } from "node:worker_threads";
import type { CommKind, Content, ToMain, ToSockets } from "../threads/messages.ts";
import { openSharedState } from "../threads/sharedState.ts";
import { answerHere, refuse } from "./answerHere.ts";
import { type Codec, createCodec, type Message } from "./codec.ts";
import type { Connection } from "./connection.ts";
import type { HistoryEntry } from "./history.ts";
import { createInterrupter } from "./interrupter.ts";
import { kernelInfo } from "./kernelInfo.ts";
import { askToLeave, leave, leaveWithParent } from "./leave.ts";
import { createPublisher } from "./publisher.ts";
import { createRequestQueue, type Request } from "./requestQueue.ts";
import { createSender, type Send } from "./sender.ts";
import { openSockets } from "./sockets.ts";

export interface ThreadData {
  readonly connection: Connection;
  readonly shared: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly pid: number;
}

const { connection, shared: buffer, port, pid } = workerData as ThreadData;
const shared = openSharedState(buffer);
const post = (message: ToMain) => port.postMessage(message);
const codec = createCodec(connection);
const comms = new Map<string, string>();
const history: HistoryEntry[] = [];
const known = { connection, kernelInfo: kernelInfo(), history, comms };

const sockets = await openSockets(connection);
// A send fails only once the sockets are closed: nobody is left to hear of it.
const ignored = () => {};
const toShell = createSender(sockets.shell, ignored);
const toControl = createSender(sockets.control, ignored);
const toStdin = createSender(sockets.stdin, ignored);
const publisher = createPublisher(codec, createSender(sockets.iopub, ignored));
const interrupter = createInterrupter(pid, shared, post);
const queue = createRequestQueue(publisher, known, post);
let isLeaving = false;

port.on("message", (message: ToSockets) => onMain(message));
void listen(sockets.shell, toShell, onShell);
void listen(sockets.control, toControl, onControl);
void listen(sockets.stdin, toStdin, ({ header, content }) => {
  if (header.msg_type === "input_reply") shared.answerInput(String(content.value));
});
void beat();
void welcome();
publisher.status({}, "starting");
leaveWithParent(pid);

async function listen(socket: AsyncIterable<Buffer[]>, send: Send, handle: (request: Request) => void): Promise<void> {
  for await (const frames of socket) {
    const message = decoded(codec, frames);
    if (message) handle(requestOf(message, send));
  }
}

/** A message that is not signed with our key is nobody's business: no answer. */
function decoded(with_: Codec, frames: readonly Buffer[]): Message | undefined {
  try {
    return with_.decode(frames);
  } catch {
    return undefined;
  }
}

function requestOf(message: Message, send: Send): Request {
  const { identities, header } = message;
  return {
    ...message,
    reply: (kind, content) => send(codec.encode({ identities, kind, parent: header, content })),
  };
}

function onShell(request: Request): void {
  const kind = request.header.msg_type;
  if (kind === "comm_open" || kind === "comm_msg" || kind === "comm_close") onComm(kind, request);
  else if (kind === "shutdown_request" || kind === "interrupt_request") onControl(request);
  else queue.add(request);
}

function onControl(request: Request): void {
  const kind = request.header.msg_type;
  publisher.status(request.header, "busy");
  if (kind === "interrupt_request") {
    interrupter.interrupt(queue.current?.id ?? 0);
    request.reply("interrupt_reply", { status: "ok" });
  } else if (kind === "shutdown_request") shutDown(request);
  else request.reply(kind.replace(/_request$/, "_reply"), answerHere(known, kind, request.content) ?? refuse(kind));
  publisher.status(request.header, "idle");
  queue.announceBusy();
}

function shutDown(request: Request): void {
  if (isLeaving) return;
  isLeaving = true;
  const content = { status: "ok", restart: request.content.restart === true };
  request.reply("shutdown_reply", content);
  publisher.publish(request.header, { kind: "shutdown_reply", content });
  askToLeave(pid, post);
}

/** Comm messages are delivered at once, also while a cell awaits; each has its own busy and idle. */
function onComm(kind: CommKind, { header, content, metadata, buffers }: Request): void {
  publisher.status(header, "busy");
  mirror(kind, content);
  const copies = buffers.map((bytes) => new Uint8Array(bytes));
  post({ type: "comm", id: queue.number(header), kind, content, metadata, buffers: copies });
}

function mirror(kind: string, content: Content): void {
  if (kind === "comm_open") comms.set(String(content.comm_id), String(content.target_name));
  if (kind === "comm_close") comms.delete(String(content.comm_id));
}

function onMain(message: ToSockets): void {
  switch (message.type) {
    case "stream":
      shared.removeOutput(message.text.length);
      publisher.stream(queue.headerOf(message.parent), message.name, message.text);
      return;
    case "publish": {
      const { kind, content, metadata, buffers, parent } = message;
      mirror(kind, content);
      publisher.publish(queue.headerOf(parent), {
        kind,
        content,
        ...(metadata && { metadata }),
        ...(buffers && { buffers }),
      });
      return;
    }
    case "reply":
      queue.finish(message.id, message.content, message.output);
      return;
    case "commDone":
      publisher.status(queue.headerOf(message.id), "idle");
      queue.announceBusy();
      return;
    case "input": {
      const asking = queue.current?.request;
      if (!asking) return;
      const { identities, header } = asking;
      const content = { prompt: message.prompt, password: message.password };
      toStdin(codec.encode({ identities, kind: "input_request", parent: header, content }));
      return;
    }
    case "closed":
      leave(sockets);
  }
}

async function beat(): Promise<void> {
  for await (const frames of sockets.heartbeat) await sockets.heartbeat.send(frames);
}

async function welcome(): Promise<void> {
  const SUBSCRIBED = 1;
  for await (const [frame] of sockets.iopub) {
    if (frame?.[0] === SUBSCRIBED) publisher.welcome(frame.subarray(1));
  }
}

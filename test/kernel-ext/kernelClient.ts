// How do the tests talk to the real kernel? A small Jupyter client over the kernel's own wire format.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as zmq from "zeromq";
import { type Codec, createCodec, type Message } from "../../kernel-ext/src/sockets/codec.ts";
import { addressOf, type Connection } from "../../kernel-ext/src/sockets/connection.ts";
import type { Content } from "../../kernel-ext/src/threads/messages.ts";

const INSTALL = fileURLToPath(new URL("../../kernel-ext/lib/install.js", import.meta.url));
const PORTS = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };

/** All that a cell left behind. */
export interface Ran {
  readonly reply: Content;
  readonly messages: readonly Message[];
  readonly stdout: string;
  readonly stderr: string;
  /** MIME bundle of the value of the last expression. */
  readonly result: Content | undefined;
  readonly displays: readonly Content[];
  readonly error: { ename: string; evalue: string; traceback: string[] } | undefined;
}

export interface Running {
  readonly id: string;
  readonly done: Promise<Ran>;
  /** Settles with the first message on iopub that suits. */
  seen(suits: (message: Message) => boolean): Promise<Message>;
}

type Channel = "shell" | "control";
export type KernelClient = Awaited<ReturnType<typeof startKernel>>;

/** Writes the spec as `install.js` does and returns the folder for JUPYTER_PATH. */
export function installKernel(prefix: string): string {
  execFileSync(process.execPath, [INSTALL, "--prefix", prefix], { stdio: "pipe" });
  return path.join(prefix, "share", "jupyter");
}

/** Starts the installed kernel in `folder`, or in a folder of its own. */
export async function startKernel(options: { folder?: string; env?: NodeJS.ProcessEnv } = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "cellar-"));
  const folder = options.folder ?? fs.mkdtempSync(path.join(home, "notebooks-"));
  const spec = JSON.parse(fs.readFileSync(path.join(installKernel(home), "kernels", "cellar", "kernel.json"), "utf8"));
  const connection: Connection = {
    ...PORTS,
    transport: "ipc",
    ip: path.join(home, "k"),
    key: "secret",
    signature_scheme: "hmac-sha256",
  };
  const file = path.join(home, "connection.json");
  fs.writeFileSync(file, JSON.stringify(connection));
  const [program, ...args] = (spec.argv as string[]).map((word) => word.replace("{connection_file}", file));
  const child = spawn(program!, args, {
    cwd: folder,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const client = await connect(connection);
  await client.request("shell", "kernel_info_request", {});
  return { ...client, child, folder, close };

  async function close(): Promise<void> {
    await shutDown(child, () => client.request("control", "shutdown_request", { restart: false }));
    client.disconnect();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

async function shutDown(child: ChildProcess, ask: () => Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  await ask();
  await gone;
}

async function connect(connection: Connection) {
  const codec = createCodec(connection);
  const routingId = `client-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const sockets = {
    shell: new zmq.Dealer({ routingId, linger: 0 }),
    control: new zmq.Dealer({ routingId, linger: 0 }),
    stdin: new zmq.Dealer({ routingId, linger: 0 }),
    iopub: new zmq.Subscriber({ linger: 0 }),
    heartbeat: new zmq.Request({ linger: 0 }),
  };
  sockets.iopub.subscribe();
  sockets.shell.connect(addressOf(connection, connection.shell_port));
  sockets.control.connect(addressOf(connection, connection.control_port));
  sockets.stdin.connect(addressOf(connection, connection.stdin_port));
  sockets.iopub.connect(addressOf(connection, connection.iopub_port));
  sockets.heartbeat.connect(addressOf(connection, connection.hb_port));

  const published = messageLog();
  const replies = messageLog();
  void readInto(codec, sockets.iopub, published.add);
  void readInto(codec, sockets.shell, replies.add);
  void readInto(codec, sockets.control, replies.add);
  const asked = messageLog();
  void readInto(codec, sockets.stdin, asked.add);
  await published.seen((message) => message.header.msg_type === "iopub_welcome");

  return { send, request, start, run, published, asked, beat, disconnect, answerInput };

  async function send(
    channel: Channel,
    kind: string,
    content: Content,
    extra: { metadata?: Content; buffers?: Uint8Array[] } = {},
  ) {
    const frames = codec.encode({ identities: [], kind, parent: {}, content, ...extra });
    await sockets[channel].send(frames);
    return codec.decode(frames.map((frame) => Buffer.from(frame))).header.msg_id;
  }

  async function request(channel: Channel, kind: string, content: Content): Promise<Message> {
    const id = await send(channel, kind, content);
    return replies.seen((message) => message.parent.msg_id === id);
  }

  /** Sends a cell without waiting for its end. */
  async function start(code: string, options: Content = {}, metadata: Content = {}): Promise<Running> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, ...options };
    const id = await send("shell", "execute_request", content, { metadata });
    return {
      id,
      done: ended(id),
      seen: (suits) => published.seen((message) => message.parent.msg_id === id && suits(message)),
    };
  }

  async function run(code: string, options: Content = {}, metadata: Content = {}): Promise<Ran> {
    return (await start(code, options, metadata)).done;
  }

  async function ended(id: string): Promise<Ran> {
    const isMine = (message: Message) => message.parent.msg_id === id;
    const reply = await replies.seen(isMine);
    await published.seen((message) => isMine(message) && message.content.execution_state === "idle");
    return ran(reply.content, published.all.filter(isMine));
  }

  async function answerInput(value: string): Promise<void> {
    const question = await asked.seen((message) => message.header.msg_type === "input_request");
    await sockets.stdin.send(
      codec.encode({ identities: [], kind: "input_reply", parent: question.header, content: { status: "ok", value } }),
    );
  }

  async function beat(text: string): Promise<string> {
    await sockets.heartbeat.send(text);
    const [answer] = await sockets.heartbeat.receive();
    return String(answer);
  }

  function disconnect(): void {
    for (const socket of Object.values(sockets)) socket.close();
  }
}

function ran(reply: Content, messages: readonly Message[]): Ran {
  const of = (kind: string) => messages.filter((message) => message.header.msg_type === kind);
  const printed = (name: string) =>
    of("stream")
      .filter(({ content }) => content.name === name)
      .map(({ content }) => content.text)
      .join("");
  return {
    reply,
    messages,
    stdout: printed("stdout"),
    stderr: printed("stderr"),
    result: of("execute_result")[0]?.content.data as Content | undefined,
    displays: of("display_data").map(({ content }) => content.data as Content),
    error: of("error")[0]?.content as Ran["error"],
  };
}

function messageLog() {
  const all: Message[] = [];
  const waiting = new Set<() => void>();
  return {
    all,
    add(message: Message): void {
      all.push(message);
      for (const look of waiting) look();
    },
    /** The first message that suits, also one that came before. */
    seen(suits: (message: Message) => boolean): Promise<Message> {
      return new Promise((resolve) => {
        let next = 0;
        const look = () => {
          while (next < all.length) {
            const message = all[next++]!;
            if (!suits(message)) continue;
            waiting.delete(look);
            resolve(message);
            return;
          }
        };
        waiting.add(look);
        look();
      });
    },
  };
}

async function readInto(codec: Codec, socket: AsyncIterable<Buffer[]>, add: (message: Message) => void): Promise<void> {
  for await (const frames of socket) add(codec.decode(frames));
}

/** Without ANSI colours. */
export function plainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}

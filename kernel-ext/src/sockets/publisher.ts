// What does everybody see? Messages on iopub; printed text is gathered, so that a flood of lines arrives in few messages.
import type { Publication, StreamName } from "../threads/messages.ts";
import type { Codec, Header } from "./codec.ts";
import type { Send } from "./sender.ts";

/** Printed text waits this long for more of the same stream … */
const GATHER_MS = 20;
/** … or until it is this long (characters). */
const GATHER_LENGTH = 1 << 18;

export type Parent = Partial<Header>;
export type Publisher = ReturnType<typeof createPublisher>;

export function createPublisher(codec: Codec, send: Send) {
  let gathered:
    | { name: StreamName; parent: Parent; parts: string[]; length: number; timer: NodeJS.Timeout }
    | undefined;
  return { publish, status, stream, flush, welcome };

  function publish(parent: Parent, { kind, ...publication }: Publication): void {
    flush(); // keeps displays and printed text in their order
    send(codec.encode({ identities: [Buffer.from(kind)], kind, parent, ...publication }));
  }

  function status(parent: Parent, state: "starting" | "busy" | "idle"): void {
    publish(parent, { kind: "status", content: { execution_state: state } });
  }

  function stream(parent: Parent, name: StreamName, text: string): void {
    if (gathered && (gathered.name !== name || gathered.parent.msg_id !== parent.msg_id)) flush();
    gathered ??= { name, parent, parts: [], length: 0, timer: setTimeout(flush, GATHER_MS) };
    gathered.parts.push(text);
    gathered.length += text.length;
    if (gathered.length > GATHER_LENGTH) flush();
  }

  function flush(): void {
    if (!gathered) return;
    const { name, parent, parts, timer } = gathered;
    gathered = undefined;
    clearTimeout(timer);
    const content = { name, text: parts.join("") };
    send(codec.encode({ identities: [Buffer.from(`stream.${name}`)], kind: "stream", parent, content }));
  }

  /** Tells a new subscriber that nothing is lost from now on (JEP 65). */
  function welcome(topic: Buffer): void {
    const content = { subscription: topic.toString("utf8") };
    send(codec.encode({ identities: [Buffer.from(topic)], kind: "iopub_welcome", parent: {}, content }));
  }
}

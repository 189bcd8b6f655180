// How is a Jupyter message written on the wire? Frames, JSON and signature, as the messaging protocol 5.4 has them.
import crypto from "node:crypto";
import type { Content } from "../threads/messages.ts";
import type { Connection } from "./connection.ts";

export const PROTOCOL_VERSION = "5.4";
const DELIMITER = Buffer.from("<IDS|MSG>");

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

export interface Message {
  /** Routing prefix: whom to answer. */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Partial<Header>;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Buffer[];
}

export interface Outgoing {
  readonly identities: readonly Buffer[];
  readonly kind: string;
  readonly parent: Partial<Header>;
  readonly content: Content;
  readonly metadata?: Content | undefined;
  readonly buffers?: readonly Uint8Array[] | undefined;
}

export type Codec = ReturnType<typeof createCodec>;

/** A codec with a session id of its own. */
export function createCodec(connection: Pick<Connection, "key" | "signature_scheme">) {
  const session = crypto.randomUUID();
  const algorithm = (connection.signature_scheme || "hmac-sha256").replace(/^hmac-/, "");
  return { encode, decode };

  /** Signs the four JSON frames; buffers are not part of the signature. */
  function sign(frames: readonly Buffer[]): string {
    if (!connection.key) return "";
    const hmac = crypto.createHmac(algorithm, connection.key);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  }

  function encode(message: Outgoing): Uint8Array[] {
    const header: Header = {
      msg_id: crypto.randomUUID(),
      session,
      username: message.parent.username ?? "kernel",
      date: new Date().toISOString(),
      msg_type: message.kind,
      version: PROTOCOL_VERSION,
    };
    const frames = [header, message.parent, message.metadata ?? {}, message.content].map((part) =>
      Buffer.from(JSON.stringify(part)),
    );
    return [...message.identities, DELIMITER, Buffer.from(sign(frames)), ...frames, ...(message.buffers ?? [])];
  }

  /** Throws on a message that is cut short or not signed with the connection's key. */
  function decode(frames: readonly Buffer[]): Message {
    const delimiter = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (delimiter < 0 || frames.length < delimiter + 6) throw new Error("message is cut short");
    const signed = frames.slice(delimiter + 2, delimiter + 6);
    if (connection.key && !isSame(frames[delimiter + 1]!, Buffer.from(sign(signed))))
      throw new Error("invalid signature");
    const [header, parent, metadata, content] = signed.map((frame) => JSON.parse(frame.toString("utf8")));
    const identities = frames.slice(0, delimiter);
    return { identities, header, parent, metadata, content, buffers: frames.slice(delimiter + 6) };
  }
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && crypto.timingSafeEqual(left, right);
}

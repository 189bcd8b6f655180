// What has one call of a body printed and shown so far? Not more than can be kept, in the order in which it came.
import { isUtf8 } from "node:buffer";

export type StreamName = "stdout" | "stderr";

/** A MIME bundle and its metadata, as they were shown. */
export interface Shown {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** One thing to print or show again. */
export type Piece =
  | { readonly to: StreamName; readonly text: string }
  /** Bytes that are no text. */
  | { readonly to: StreamName; readonly base64: string }
  | { readonly display: Shown };

/** Most that is kept of one execution, in bytes (R27). */
export const MOST_BYTES = 1_000_000;
/** What is held beyond: a secret may stand across the edge, and is struck out before the cut. */
export const SLACK_BYTES = 65_536;
/** A view of an object that lives with its comm. */
const WIDGET = "application/vnd.jupyter.widget-view+json";

type Held =
  | { readonly to: StreamName; readonly chunks: (string | Uint8Array)[] }
  | { shown: Shown; sizeBytes: number; readonly id: string | undefined };

/** What one call prints, until it is closed. */
export class Printed {
  /** All that was printed, also what is not held; displays count by their JSON. */
  bytes = 0;
  /** Why nobody can tell what of it was printed by this body. */
  doubt: string | undefined;
  /** Was anything left out, and was that within a text? */
  isCut = false;
  isTextCut = false;
  #held: Held[] = [];
  #heldBytes = 0;

  /** @param chunk bytes are copied: whoever wrote them may use them again */
  write(to: StreamName, chunk: string | Uint8Array): void {
    const sizeBytes = typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.byteLength;
    if (sizeBytes === 0) return;
    this.bytes += sizeBytes;
    if (this.isCut) return;
    let room = MOST_BYTES + SLACK_BYTES - this.#heldBytes;
    if (sizeBytes > room) {
      this.isCut = true;
      this.isTextCut = true;
      // Not within a character, whose bytes would then be no text.
      for (let i = 0; i < 3 && typeof chunk !== "string" && (chunk[room]! & 0xc0) === 0x80; i++) room--;
    }
    const kept = typeof chunk === "string" ? chunk.slice(0, room) : Uint8Array.prototype.slice.call(chunk, 0, room);
    this.#heldBytes += Math.min(sizeBytes, room);
    const last = this.#held.at(-1);
    if (last !== undefined && "to" in last && last.to === to) last.chunks.push(kept);
    else this.#held.push({ to, chunks: [kept] });
  }

  /** @param id by which it may be changed later on */
  show(shown: Shown, id: string | undefined): void {
    const plain = withoutComms(shown);
    const sizeBytes = Buffer.byteLength(JSON.stringify(plain));
    this.bytes += sizeBytes;
    if (this.#heldBytes + sizeBytes > MOST_BYTES) this.isCut = true;
    if (this.isCut) return;
    this.#heldBytes += sizeBytes;
    this.#held.push({ shown: plain, sizeBytes, id });
  }

  /** A display that is changed is kept as it was last. */
  change(shown: Shown, id: string | undefined): void {
    const at = this.#held.findLast((each) => "shown" in each && each.id === id);
    if (at === undefined || !("shown" in at)) {
      if (!this.isCut) this.doubt ??= "it changed a display that it had not made";
      return;
    }
    const plain = withoutComms(shown);
    const sizeBytes = Buffer.byteLength(JSON.stringify(plain));
    if (this.#heldBytes - at.sizeBytes + sizeBytes > MOST_BYTES) {
      this.doubt ??= "a display that it changed is too large to be kept";
      return;
    }
    this.bytes += sizeBytes - at.sizeBytes;
    this.#heldBytes += sizeBytes - at.sizeBytes;
    at.shown = plain;
    at.sizeBytes = sizeBytes;
  }

  /** What was cleared is not shown again. */
  clear(): void {
    this.#held = [];
    this.#heldBytes = 0;
    this.bytes = 0;
    this.isCut = false;
    this.isTextCut = false;
  }

  pieces(): readonly Piece[] {
    return this.#held.map((each) => ("shown" in each ? { display: each.shown } : pieceOf(each.to, each.chunks)));
  }
}

function pieceOf(to: StreamName, chunks: readonly (string | Uint8Array)[]): Piece {
  if (chunks.every((chunk) => typeof chunk === "string")) return { to, text: chunks.join("") };
  const bytes = Buffer.concat(chunks.map((chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk)));
  return isUtf8(bytes) ? { to, text: bytes.toString("utf8") } : { to, base64: bytes.toString("base64") };
}

/** A copy of the moment; where a comm stood behind it, its text. */
function withoutComms({ data, metadata }: Shown): Shown {
  const plain = data[WIDGET] === undefined ? data : { "text/plain": data["text/plain"] ?? "a widget" };
  return JSON.parse(JSON.stringify({ data: plain, metadata })) as Shown;
}

// How is kept what a body printed? As JSON: secrets struck out, cut at 1 MB, with its digest.
import { hash } from "node:crypto";
import type { Encoded } from "../../contracts.ts";
import { shortDigest } from "../../identity/digest.ts";
import type { NodeDetail } from "../../protocol/index.ts";
import { MOST_BYTES, type Piece, type Printed, type Shown, SLACK_BYTES } from "./printed.ts";

/** Of the payload's row. */
export const REPLAY_FORMAT = "replay";
export const REPLAY_VERSION = 1;

export interface Replay {
  readonly pieces: readonly Piece[];
  /** All that was printed, in bytes. */
  readonly bytes: number;
  /** Is this its beginning only? */
  readonly truncated: boolean;
}

export interface Kept {
  /** Absent where nothing is kept. */
  readonly encoded?: Encoded;
  /** What the record says of it. */
  readonly told: NonNullable<NodeDetail["output"]>;
}

/**
 * @param redact strikes out secrets
 * @returns undefined where nothing was printed
 */
export function keepPrinted(printed: Printed, redact: (text: string) => string): Kept | undefined {
  const { bytes, doubt } = printed;
  const refused = (why: string): Kept => ({ told: { bytes, replayed: false, reason: `not replayable: ${why}` } });
  if (doubt !== undefined) return refused(doubt);
  if (bytes === 0) return undefined;
  const raw = printed.pieces();
  if (hidesSecret(raw, redact)) return refused("it printed a secret in parts, or within bytes");
  const clean = raw.map((piece) => redacted(piece, redact));
  const whole = clean.reduce((sum, piece) => sum + sizeOf(piece), 0);
  // Half a secret may stand at the very end of what was held.
  const most = Math.min(MOST_BYTES, printed.isTextCut ? whole - SLACK_BYTES : MOST_BYTES);
  const pieces = cut(clean, most);
  const truncated = printed.isCut || whole > most;
  const json = Buffer.from(JSON.stringify({ pieces, bytes, truncated } satisfies Replay));
  const encoded = { chunks: [json], sizeBytes: json.byteLength, bytesDigest: hash("sha256", json, "hex") };
  const digest = shortDigest(encoded.bytesDigest);
  return { encoded, told: { digest, bytes, replayed: false, ...(truncated ? { truncated } : {}) } };
}

/** @returns undefined for bytes that say nothing that could be shown */
export function readReplay(bytes: Uint8Array): Replay | undefined {
  try {
    const found = JSON.parse(Buffer.from(bytes).toString("utf8")) as Replay;
    return Array.isArray(found.pieces) && found.pieces.every(isPiece) ? found : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isPiece(piece: unknown): piece is Piece {
  if (typeof piece !== "object" || piece === null) return false;
  const { to, text, base64, display } = piece as Record<string, unknown>;
  if (typeof display === "object" && display !== null) return typeof (display as { data?: unknown }).data === "object";
  return (to === "stdout" || to === "stderr") && (typeof text === "string" || typeof base64 === "string");
}

/** One that is written in several parts, with something else in between, or beside bytes that are no text. */
function hidesSecret(pieces: readonly Piece[], redact: (text: string) => string): boolean {
  for (const stream of ["stdout", "stderr"]) {
    const texts = pieces.flatMap((piece) => ("to" in piece && piece.to === stream ? [textOf(piece)] : []));
    if (redact(texts.join("")) !== texts.map(redact).join("")) return true;
  }
  return pieces.some((piece) => "base64" in piece && redact(textOf(piece)) !== textOf(piece));
}

function textOf(piece: Exclude<Piece, { display: Shown }>): string {
  return "text" in piece ? piece.text : Buffer.from(piece.base64, "base64").toString("utf8");
}

function redacted(piece: Piece, redact: (text: string) => string): Piece {
  if ("display" in piece) return { display: inside(piece.display, redact) as Shown };
  return "text" in piece ? { to: piece.to, text: redact(piece.text) } : piece;
}

function inside(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value === "number") return redact(String(value)) === String(value) ? value : redact(String(value));
  if (Array.isArray(value)) return value.map((each) => inside(each, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [redact(name), inside(each, redact)]));
}

function sizeOf(piece: Piece): number {
  if ("display" in piece) return Buffer.byteLength(JSON.stringify(piece.display));
  return "text" in piece ? Buffer.byteLength(piece.text) : Buffer.byteLength(piece.base64, "base64");
}

/** The beginning of so many bytes; a display is kept whole or not at all. */
function cut(pieces: readonly Piece[], most: number): readonly Piece[] {
  const kept: Piece[] = [];
  let room = most;
  for (const piece of pieces) {
    const sizeBytes = sizeOf(piece);
    if (sizeBytes <= room) kept.push(piece);
    else if (room > 0 && "to" in piece) kept.push(beginningOf(piece, room));
    if (sizeBytes > room) break;
    room -= sizeBytes;
  }
  return kept;
}

function beginningOf(piece: Exclude<Piece, { display: Shown }>, room: number): Piece {
  if ("base64" in piece)
    return { to: piece.to, base64: Buffer.from(piece.base64, "base64").subarray(0, room).toString("base64") };
  const bytes = Buffer.from(piece.text);
  let end = room;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--; // not within a character
  return { to: piece.to, text: bytes.subarray(0, end).toString("utf8") };
}

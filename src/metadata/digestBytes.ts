// How does a digest stand in a table? 32 bytes; a version that is not a digest (an opaque one) as its text.

/** A digest as 32 bytes; any other text as its UTF-8 bytes, of which there are never 32. */
export function toBytes(version: string): Buffer {
  if (version.length === 64) {
    const bytes = Buffer.from(version, "hex");
    if (bytes.length === 32) return bytes;
  }
  const text = Buffer.from(version);
  return text.length === 32 ? Buffer.concat([text, Buffer.of(0)]) : text;
}

/** The version that `toBytes` was given. */
export function fromBytes(bytes: Buffer): string {
  if (bytes.length === 32) return bytes.toString("hex");
  return bytes.toString().replace(/\0$/, "");
}

/** The same from what SQLite's `lower(hex(…))` says of the bytes. */
export function fromHex(hex: string): string {
  return hex.length === 64 ? hex : fromBytes(Buffer.from(hex, "hex"));
}

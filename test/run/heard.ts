// What arrives on the standard output of this process? Listened to beneath the engine, which hands everything on.
import { afterEach, beforeEach } from "vitest";

/** To be called before any driver runs: the engine puts its own ear on top, once. */
export function heard() {
  const chunks: { readonly to: string; readonly bytes: Buffer }[] = [];
  for (const to of ["stdout", "stderr"] as const) {
    process[to].write = ((chunk: string | Uint8Array, encoding?: unknown) => {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding as BufferEncoding) : Buffer.from(chunk);
      chunks.push({ to, bytes });
      return true;
    }) as typeof process.stdout.write;
  }
  const clear = (): void => void chunks.splice(0);
  beforeEach(clear);
  afterEach(clear);
  return {
    /** All since the last call. */
    bytes(to = "stdout"): Buffer {
      const all = Buffer.concat(chunks.filter((chunk) => chunk.to === to).map(({ bytes }) => bytes));
      clear();
      return all;
    },
    text(to = "stdout"): string {
      return this.bytes(to).toString("utf8");
    },
    /** In the order in which they came, from both streams. */
    lines(): string[] {
      const all = chunks.map(({ to, bytes }) => `${to}: ${bytes.toString("utf8")}`);
      clear();
      return all;
    },
  };
}

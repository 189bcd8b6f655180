// How is a value written as JSON, for people and other programs?
import { hash } from "node:crypto";
import type { ClassTable, Format, Formatted } from "../contracts.ts";
import { cellarError, isCellarError } from "../errors.ts";
import { versionOf } from "../values/version.ts";
import { jsonLoss } from "./jsonLoss.ts";

const noClasses: ClassTable = { identityOf: () => undefined, prototypeOf: () => undefined };
const utf8 = new TextDecoder("utf-8", { fatal: true });

function unstorable(path: string, what: string): Error {
  return cellarError(
    "unstorable",
    `The value can't be written as json: ${path === "" ? "it" : `\`${path}\``} is ${what}. Use format "structured", or return something plainer.`,
  );
}

/** `undefined` has no JSON; an empty file stands for it, as no other value is written so. */
export const json = {
  name: "json",
  version: 1,
  encode(value: unknown, classes: ClassTable): Formatted {
    const before = versionOf(value, classes);
    if (!before.ok) throw unstorable(before.refusal.path, before.refusal.what);
    const loss = value === undefined ? undefined : jsonLoss(value);
    if (loss !== undefined) throw unstorable(loss.path, loss.what);
    const text = value === undefined ? "" : write(value);
    const after = versionOf(read(text), noClasses);
    if (!after.ok || after.version !== before.version) throw unstorable("", "not the same after reading it again");
    const bytes = Buffer.from(text, "utf8");
    const bytesDigest = hash("sha256", bytes, "hex");
    return { chunks: [bytes], sizeBytes: bytes.length, bytesDigest, isPlainFile: true, format: "json" };
  },
  decode(bytes: Uint8Array): unknown {
    try {
      return read(utf8.decode(bytes));
    } catch (error) {
      if (isCellarError(error)) throw error;
      throw cellarError("corrupt-result", "The stored value can't be read: it is not JSON.", { cause: error });
    }
  },
} satisfies Format;

const read = (text: string): unknown => (text === "" ? undefined : JSON.parse(text));

function write(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw cellarError("unstorable", 'The value can\'t be written as json. Use format "structured".', { cause: error });
  }
}

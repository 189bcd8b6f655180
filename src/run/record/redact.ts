// How does a recorded text leave out what a secret says? Its strings and numbers are struck out, wherever they stand.
import type { NodeError, Preview } from "../../protocol/index.ts";
import { isOpaque } from "../decide/question.ts";

const STRUCK = "‹secret›";
/** Shorter ones stand in any text by chance, and say nothing there. */
const LEAST = 3;
const MOST_VALUES = 10_000;

/** @param secrets values of any kind; objects, arrays, maps and sets are looked into */
export function redactor(secrets: readonly unknown[]): (text: string) => string {
  if (secrets.length === 0) return (text) => text;
  // The longest first: one may contain another.
  const struck = [...textsIn(secrets)].sort((a, b) => b.length - a.length);
  return (text) => struck.reduce((rest, each) => rest.replaceAll(each, STRUCK), text);
}

export function redactError(error: NodeError, redact: (text: string) => string): NodeError {
  const { name, message, stack } = error;
  return {
    name: redact(name),
    message: redact(message),
    ...(stack === undefined ? {} : { stack: redact(stack) }),
  };
}

/** What is seen of a secret: enough to tell it from another one. */
export function secretPreview(version: string | undefined): Preview {
  const digest = version === undefined || isOpaque(version) ? "" : ` ${version.slice(0, 8)}`;
  return { type: "secret", text: `secret${digest}` };
}

/** What is seen of a value that is not to be shown. */
export function hiddenPreview(version: string | undefined): Preview {
  const digest = version === undefined || isOpaque(version) ? "" : ` ${version.slice(0, 8)}`;
  return { type: "hidden", text: `not shown${digest}` };
}

function textsIn(secrets: readonly unknown[]): ReadonlySet<string> {
  const texts = new Set<string>();
  const seen = new Set<unknown>(secrets);
  for (const value of seen) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
      const text = String(value);
      if (text.length >= LEAST) texts.add(text);
      for (const line of text.split("\n")) if (line.length >= LEAST) texts.add(line);
    } else for (const part of partsOf(value)) if (seen.size < MOST_VALUES) seen.add(part);
  }
  return texts;
}

function partsOf(value: unknown): Iterable<unknown> {
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set || Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return bytes.length > MOST_VALUES ? [] : [bytes.toString("utf8"), bytes.toString("hex"), bytes.toString("base64")];
  }
  return Object.values(Object.getOwnPropertyDescriptors(value)).map((own) => own.value as unknown);
}

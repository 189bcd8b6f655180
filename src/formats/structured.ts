// How is a value written by default? As its canonical bytes: what is hashed is what is stored.
import type { ClassTable, Format, Formatted } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { bodyAt } from "../values/bodyAt.ts";
import { decodeValue } from "../values/decode.ts";
import { decodeParts } from "../values/decodeParts.ts";
import { encodeValue } from "../values/encode.ts";

export const structured = {
  name: "structured",
  version: 1,
  encode(value: unknown, classes: ClassTable): Formatted {
    const result = encodeValue(value, classes);
    if (result.ok) return { ...result.encoded, format: "structured" };
    const { path, what } = result.refusal;
    throw cellarError("unstorable", `The value can't be stored: ${path === "" ? "it" : `\`${path}\``} is ${what}.`);
  },
  decode: (bytes, classes) => decodeValue(bytes, classes),
  bodyAt,
  decodeParts,
} satisfies Format;

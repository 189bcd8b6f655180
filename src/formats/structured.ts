// How is a value written by default? As its canonical bytes: what is hashed is what is stored.
import type { Format } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import { decodeValue } from "../values/decode.ts";
import { encodeValue } from "../values/encode.ts";

export const structured: Format = {
  name: "structured",
  version: 1,
  encode(value, classes) {
    const result = encodeValue(value, classes);
    if (result.ok) return result.encoded;
    const { path, what } = result.refusal;
    throw cellarError("unstorable", `The value can't be stored: ${path === "" ? "it" : `\`${path}\``} is ${what}.`);
  },
  decode: decodeValue,
};

// Which value do bytes stand for that were divided where its buffer or frame begins?
import type { ClassTable } from "../contracts.ts";
import { decodeAll } from "./decode.ts";
import { Reader } from "./reader.ts";

/**
 * As `decodeValue`, of bytes that are known to be those that were written, divided at `bodyAt`: the buffer or frame of which
 * the value consists is made of the body, without a copy.
 *
 * @param body fills its buffer, which becomes the value's
 * @throws `corrupt-result`, as `decodeValue`
 */
export function decodeParts(head: Uint8Array, body: Uint8Array, classes: ClassTable): unknown {
  return decodeAll(new Reader(head, body), classes);
}

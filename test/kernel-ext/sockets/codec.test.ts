import { expect, it } from "vitest";
import { createCodec } from "../../../kernel-ext/src/sockets/codec.ts";

const signed = { key: "secret", signature_scheme: "hmac-sha256" };
const message = { identities: [Buffer.from("who")], kind: "stream", parent: { msg_id: "p" }, content: { text: "ä🦆" } };

const buffersOf = (frames: Uint8Array[]) => frames.map((frame) => Buffer.from(frame));

it("a message is read as it was written, with its buffers", () => {
  const codec = createCodec(signed);
  const read = codec.decode(buffersOf(codec.encode({ ...message, buffers: [new Uint8Array([1, 2])] })));
  expect(read).toMatchObject({
    parent: { msg_id: "p" },
    content: { text: "ä🦆" },
    header: { msg_type: "stream", version: "5.4" },
  });
  expect([String(read.identities[0]), [...read.buffers[0]!]]).toEqual(["who", [1, 2]]);
});

it("a message that was changed on its way or signed with another key is refused", () => {
  const codec = createCodec(signed);
  const frames = buffersOf(codec.encode(message));
  const changed = frames.with(-1, Buffer.from('{"text":"other"}'));
  expect(() => codec.decode(changed)).toThrow("invalid signature");
  expect(() => createCodec({ ...signed, key: "other" }).decode(frames)).toThrow("invalid signature");
});

it("a message that is cut short is refused", () => {
  const codec = createCodec(signed);
  expect(() => codec.decode(buffersOf(codec.encode(message)).slice(0, -1))).toThrow("cut short");
  expect(() => codec.decode([])).toThrow("cut short");
});

it("without a key nothing is signed and everything is read", () => {
  const codec = createCodec({ key: "", signature_scheme: "" });
  const frames = buffersOf(codec.encode(message));
  expect(String(frames[2])).toBe("");
  expect(codec.decode(frames).content).toEqual({ text: "ä🦆" });
});

it("the signature is the one that the protocol asks for", () => {
  const [, , signature, ...frames] = buffersOf(createCodec(signed).encode(message));
  const { createHmac } = process.getBuiltinModule("node:crypto");
  expect(String(signature)).toBe(createHmac("sha256", "secret").update(Buffer.concat(frames)).digest("hex"));
});

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createCodec } from "../../../kernel-ext/src/sockets/codec.ts";
import { createPublisher } from "../../../kernel-ext/src/sockets/publisher.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function publisherWithLog() {
  const codec = createCodec({ key: "", signature_scheme: "" });
  const sent: string[] = [];
  const publisher = createPublisher(codec, (frames) => {
    const { header, parent, content } = codec.decode(frames.map((frame) => Buffer.from(frame)));
    sent.push(`${parent.msg_id} ${header.msg_type} ${content.text ?? ""}`.trim());
  });
  return { publisher, sent };
}

const cell = { msg_id: "a" };

it("printed text is gathered and sent after a moment", () => {
  const { publisher, sent } = publisherWithLog();
  for (const text of ["1", "2", "3"]) publisher.stream(cell, "stdout", text);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(sent).toEqual(["a stream 123"]);
});

it("another stream, another cell or a display is never overtaken", () => {
  const { publisher, sent } = publisherWithLog();
  publisher.stream(cell, "stdout", "out");
  publisher.stream(cell, "stderr", "err");
  publisher.stream({ msg_id: "b" }, "stderr", "other");
  publisher.publish(cell, { kind: "display_data", content: {} });
  expect(sent).toEqual(["a stream out", "a stream err", "b stream other", "a display_data"]);
});

it("a flood is sent in pieces while it comes", () => {
  const { publisher, sent } = publisherWithLog();
  for (let i = 0; i < 5; i++) publisher.stream(cell, "stdout", "x".repeat(100_000));
  expect(sent).toHaveLength(1);
});

import { expect, it } from "vitest";
import { createSender } from "../../../kernel-ext/src/sockets/sender.ts";

const frame = (text: string) => [Buffer.from(text)];

it("sends one after another, in order", async () => {
  const log: string[] = [];
  const send = createSender(
    {
      send: async ([text]) => {
        log.push(`begin ${text}`);
        await null;
        log.push(`end ${text}`);
      },
    },
    () => {},
  );
  send(frame("1"));
  send(frame("2"));
  await new Promise(setImmediate);
  expect(log).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
});

it("tells of a socket that is gone, and tries again with the next message", async () => {
  const failures: unknown[] = [];
  const send = createSender({ send: () => Promise.reject(new Error("closed")) }, (error) => failures.push(error));
  send(frame("1"));
  await new Promise(setImmediate);
  send(frame("2"));
  await new Promise(setImmediate);
  expect(failures).toEqual([new Error("closed"), new Error("closed")]);
});

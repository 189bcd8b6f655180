import { expect, it } from "vitest";
import { createBreakLock, createMainLock } from "../../../kernel-ext/src/threads/breakLock.ts";

function bothSides() {
  const slots = new Int32Array(new SharedArrayBuffer(4));
  return { main: createMainLock(slots, 0), sockets: createBreakLock(slots, 0) };
}

it("a kernel that starts is not stopped", () => {
  const { main, sockets } = bothSides();
  expect(sockets.take(1)).toBe(false);
  main.release();
  expect(sockets.take(0)).toBe(true);
});

it("what is done whole is not stopped in between, also where it is nested or throws", () => {
  const { main, sockets } = bothSides();
  main.release();
  main.whole(() => {
    main.whole(() => {});
    expect(sockets.take(0)).toBe(false);
  });
  expect(() =>
    main.whole(() => {
      throw new Error("x");
    }),
  ).toThrow("x");
  expect(sockets.take(0)).toBe(true);
});

it("to release what is not held changes nothing", () => {
  const { main, sockets } = bothSides();
  main.release();
  main.release();
  expect(sockets.take(0)).toBe(true);
  sockets.give();
  main.hold();
  expect(sockets.take(0)).toBe(false);
});

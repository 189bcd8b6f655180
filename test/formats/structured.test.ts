import { expect, it } from "vitest";
import { structured } from "../../src/formats/structured.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "../values/classes.ts";

it("stores exactly the bytes that are hashed", () => {
  const value = { a: [1, new Map([["x", new Date(5)]])] };
  const { chunks, bytesDigest } = structured.encode(value, noClasses);
  expect(versionOf(value, noClasses)).toEqual({ ok: true, version: bytesDigest });
  expect(structured.decode(Buffer.concat(chunks), noClasses)).toStrictEqual(value);
});

it("says what can't be stored, and where", () => {
  expect(() => structured.encode({ db: { socket: Promise.resolve() } }, noClasses)).toThrow(
    "The value can't be stored: `.db.socket` is a Promise.",
  );
  expect(() => structured.encode(() => 1, noClasses)).toThrow("it is a function");
});

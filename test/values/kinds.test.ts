import { expect, it } from "vitest";
import type { Kind } from "../../src/contracts.ts";
import { decodeValue } from "../../src/values/decode.ts";
import { encodeValue } from "../../src/values/encode.ts";
import { registerKind } from "../../src/values/kinds.ts";
import { previewOf } from "../../src/values/preview.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "./classes.ts";

class Money {
  readonly #cents: number;
  constructor(cents: number) {
    this.#cents = cents;
  }
  static is(value: unknown): value is Money {
    return typeof value === "object" && value !== null && #cents in value;
  }
  static cents(money: Money): number {
    if (money.#cents < 0) throw new Error("no debts");
    return money.#cents;
  }
}

const written: string[] = [];
const money: Kind<Money> = {
  name: "test.Money",
  version: 3,
  is: Money.is,
  logical: (value) => Buffer.from(String(Money.cents(value))),
  encode(value) {
    written.push("encode");
    return Buffer.from(`${" ".repeat(written.length)}${Money.cents(value)}`);
  },
  decode: (bytes) => new Money(Number(Buffer.from(bytes).toString())),
  preview: (value) => ({ type: "Money", text: `${Money.cents(value)} cents` }),
};

it("R13: a registered kind is versioned by its content, stored with its payload, and shown", () => {
  registerKind(money);
  const value = { price: new Money(5) };
  const [one, two] = [encodeValue(value, noClasses), encodeValue(value, noClasses)];
  if (!one.ok || !two.ok) return expect.unreachable();
  expect(one.version).toBe(two.version);
  expect(one.encoded.bytesDigest).not.toBe(two.encoded.bytesDigest);
  expect(one.encoded.bytesDigest).not.toBe(one.version);
  const back = decodeValue(Buffer.concat(one.encoded.chunks), noClasses) as typeof value;
  expect(Money.cents(back.price)).toBe(5);
  expect(versionOf({ price: new Money(6) }, noClasses)).not.toEqual({ ok: true, version: one.version });
  expect(previewOf(back.price).text).toBe("5 cents");
});

it("versioning writes no payload", () => {
  written.length = 0;
  expect(versionOf([new Money(5), new Money(5)], noClasses).ok).toBe(true);
  expect(written).toEqual([]);
});

it("a value that its kind can't read is refused where it stands", () => {
  expect(versionOf([new Money(-1)], noClasses)).toEqual({
    ok: false,
    refusal: { path: "[0]", what: "a test.Money that can't be read (no debts)" },
  });
});

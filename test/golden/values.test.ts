// Digests that stores already hold. A change here is a new format version, and a line under "Re-runs" in CHANGELOG.md.
import pl from "nodejs-polars";
import { expect, it } from "vitest";
import { encodeValue } from "../../src/values/encode.ts";
import { HEADER } from "../../src/values/tags.ts";
import { versionOf } from "../../src/values/version.ts";
import { classesOf } from "../values/classes.ts";

class Point {
  x = 1;
  y = 2;
}
const classes = classesOf({ Point }, "0123456789abcdef");

const golden: readonly (readonly [name: string, value: () => unknown, version: string])[] = [
  ["undefined", () => undefined,
    "b3ffa89e22a6e983ba23d7c8986b445fa8441536f9842f2a56bac368c2b8233c"],
  ["numbers", () => [0, -0, 1, 127, 128, -1, 2 ** 31, 1.5, Number.NaN, Number.POSITIVE_INFINITY],
    "5234bcc0a9834b4e5be0717a51ec427392e9ceaf97115b9a2b4882ec5c36f032"],
  ["texts", () => ["", "2024-09-01", "é".repeat(30), "\ud800"],
    "7fe0a51d7fbcc0178714a4dae26ff391d426fb9374204ba9575b03bd47b69bd0"],
  ["other primitives", () => [null, true, false, 255n, -1n, Symbol.for("k"), Symbol.iterator],
    "b860d5a80fe7aed6cfd029a6c99b3196d277107ae5bb61dfe3fbc8a0e0acb079"],
  ["a record", () => ({ Canada: 0.73, US: { rate: 1, note: undefined } }),
    "60bc376d37542025a9f6041ebffc44a009516834a6f8c84b3decd9a3be07a056"],
  ["rows of one shape", () => Array.from({ length: 100 }, (_, id) => ({ id, name: `n${id % 7}` })),
    "3aafea5885d71cb9af52b61023390ab44ae13ac8f65c77a399057e06bce925d9"],
  ["holes and sharing", () => ((o) => [o, new Array(3), o])({ a: 1 }),
    "6af0695597fa4c923223d41eee5f84eddcb8b07fcb9c81c121ce3b4607c13898"],
  ["Map and Set", () => new Map<unknown, unknown>([["a", new Set([1, "1"])], [{}, []]]),
    "a905c2e0e5d597bb704adff9853b3bb8a6b9cba12bf315fae82d462120548875"],
  ["built-ins", () => [new Date(5), /a\/b/gi, new URL("http://a/?q"), Object("boxed"), "ab".match(/(?<b>b)/), new TypeError("t", { cause: 1 })],
    "5b050c494e97791c34026706130cc0d6512293239379782fce7a4e2e5c42cf9d"],
  ["buffers", () => [new ArrayBuffer(2), new DataView(new ArrayBuffer(1)), Buffer.from("ab"), new Float64Array([1.5, -0])],
    "b8da39ff270fc51d48447a272cadf0653d2da08eef38cc230b628de6c7860c89"],
  ["a large buffer", () => new Uint8Array(100_000).fill(7),
    "e3e8f81c1a7807b248a946c91d1016b6658301e196171b045908e5d5cb48a1c0"],
  ["an instance", () => [new Point(), new Point(), Object.create(null)],
    "b01383fa54b2672d561756857626007c9eebe5c3ed95be5ec1d97bc49e324990"],
  ["a frame", () => pl.DataFrame({ n: [1, null], s: ["a", "longer than twelve"], l: [[1], []] }),
    "f67fa443be14d9390f79da6ca0a6768c0619d0f3d5dcffaa0836122201dc1f7c"],
];

it.each(golden)("%s", (_, make, version) => {
  expect(versionOf(make(), classes)).toEqual({ ok: true, version });
});

it("the bytes of a record", () => {
  const result = encodeValue({ a: 1, b: "x" }, classes);
  expect(result.ok && Buffer.concat(result.encoded.chunks).toString("latin1")).toBe(`${HEADER}o\0\x02s\x01as\x01b\x81s\x01x`);
  expect(HEADER).toBe("cellar value/1\0");
});

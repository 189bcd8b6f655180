import { makeTable } from "apache-arrow";
import pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { bodyAt } from "../../src/values/bodyAt.ts";
import { decodeParts } from "../../src/values/decodeParts.ts";
import { encodeValue } from "../../src/values/encode.ts";
import { versionOf } from "../../src/values/version.ts";
import { noClasses } from "./classes.ts";

function divided(value: unknown): { head: Uint8Array; body: Uint8Array } {
  const result = encodeValue(value, noClasses);
  if (!result.ok) throw new Error(result.refusal.what);
  const bytes = Buffer.concat(result.encoded.chunks);
  const at = bodyAt(bytes.subarray(0, 512));
  return { head: Uint8Array.from(bytes.subarray(0, at)), body: Uint8Array.from(bytes.subarray(at)) };
}

const values: Record<string, unknown> = {
  Buffer: Buffer.from("some bytes"),
  "an empty Buffer": Buffer.alloc(0),
  ArrayBuffer: new Uint8Array([1, 2, 3]).buffer,
  Float64Array: new Float64Array([1, Number.NaN, -0]),
  "a part of a larger array": new Uint16Array([1, 2, 3, 4]).subarray(1, 3),
  DataView: new DataView(new ArrayBuffer(5)),
  "a polars frame": pl.DataFrame({ a: [1, null, 3], b: ["x", "y", null] }),
  "a polars series": pl.Series("s", [1, 2]),
  "an arrow table": makeTable({ a: new Float64Array([1, 2]) }),
};

describe("a value that is one buffer or frame", () => {
  it.each(Object.entries(values))("comes back of its two parts, made of the body: %s", (_, value) => {
    const { head, body } = divided(value);
    expect(head.byteLength).toBeGreaterThan(0);
    const back = decodeParts(head, body, noClasses);
    expect(versionOf(back, noClasses)).toEqual(versionOf(value, noClasses));
  });

  it("has the body's memory for its own, exactly", () => {
    const { head, body } = divided(new Float64Array([1, 2]));
    const back = decodeParts(head, body, noClasses) as Float64Array;
    expect([back.buffer === body.buffer, back.buffer.byteLength, back.byteOffset]).toEqual([true, 16, 0]);
  });

  it("is corrupt where its body is longer, shorter, or a part of another buffer", () => {
    const { head, body } = divided(new Float64Array([1, 2]));
    const wide = new Uint8Array(32);
    wide.set(body, 8);
    for (const wrong of [body.slice(0, 8), wide, wide.subarray(8, 24), new Uint8Array(0)])
      expect(() => decodeParts(head, wrong, noClasses)).toThrow(expect.objectContaining({ code: "corrupt-result" }));
  });
});

it("nothing else is divided, nor what cannot be read", () => {
  for (const value of [[Buffer.from("a")], { a: new Float64Array(2) }, "text", 1, null, new Map()])
    expect(divided(value).head.byteLength).toBe(0);
  const { head } = divided(pl.Series("s", [1]));
  for (let end = 0; end < head.byteLength; end++) expect(bodyAt(head.subarray(0, end))).toBe(0);
  expect(bodyAt(Buffer.from("something else entirely"))).toBe(0);
});

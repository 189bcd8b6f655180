import { describe, expect, it } from "vitest";
import { encodeValue } from "../../src/values/encode.ts";
import { versionOf } from "../../src/values/version.ts";
import { classesOf, noClasses } from "./classes.ts";
import { differ, equal, refused } from "./samples.ts";

const versionIn = (value: unknown, classes = noClasses): string => {
  const result = versionOf(value, classes);
  if (!result.ok) throw new Error(`${result.refusal.path}: ${result.refusal.what}`);
  return result.version;
};

const holed = (): unknown[] => Object.assign(new Array(3), { 0: 1, 2: { a: 1 } });

describe("R14: unlike values have unlike versions", () => {
  it.each(Object.entries(differ))("%s", (_, [a, b]) => {
    expect(versionIn(a)).not.toBe(versionIn(b));
    expect([versionIn(a), versionIn(b)]).toEqual([versionIn(a), versionIn(b)]);
  });

  it("no two of all the samples agree by chance", () => {
    const shown = new Map<string, unknown>();
    for (const [, pair] of Object.entries(differ)) for (const value of pair) shown.set(versionIn(value), value);
    expect(shown.size).toBeGreaterThan(100);
  });
});

describe("R18: the same value has one version", () => {
  it.each(Object.entries(equal))("%s", (_, [a, b]) => {
    expect(versionIn(a)).toBe(versionIn(b));
  });
});

describe("R14, R17: what has no version is refused where it stands, and none of its code is called", () => {
  it.each(Object.entries(refused))("%s", (_, [make, path, what]) => {
    expect(versionOf(make(), noClasses)).toEqual({ ok: false, refusal: { path, what } });
    expect(encodeValue(make(), noClasses)).toEqual({ ok: false, refusal: { path, what } });
  });
});

describe("depth and size", () => {
  const deep = (wrap: (inner: unknown) => unknown, inner: unknown = 1): unknown => {
    let value = inner;
    for (let i = 0; i < 1_000_000; i++) value = wrap(value);
    return value;
  };

  it("a list a million levels deep has a version", () => {
    expect(versionIn(deep((inner) => [inner]))).toHaveLength(64);
  }, 60_000);

  it("a refusal a million levels down is told in a few words", () => {
    const result = versionOf(
      deep((n) => ({ n }), Symbol("x")),
      noClasses,
    );
    expect(result).toEqual({
      ok: false,
      refusal: { path: ".n.n.n.n.n.n…999988 more….n.n.n.n.n.n", what: "a unique symbol" },
    });
  }, 60_000);

  it("R15: shared objects cost once, not once per path", () => {
    let value: unknown = [1];
    for (let i = 0; i < 200; i++) value = [value, value];
    expect(versionIn(value)).toHaveLength(64);
  });

  it("R15: a shared object after a hundred thousand others is seen to be shared", () => {
    const many = Array.from({ length: 100_000 }, (_, id) => ({ id }));
    expect(versionIn([...many, many[7]])).not.toBe(versionIn([...many, { id: 7 }]));
    expect(versionIn([...many, many[7]])).not.toBe(versionIn([...many, many[8]]));
  });

  it("a billion holes are written as one run", () => {
    const sparse = new Array(2 ** 31);
    sparse[5_000_000] = "x";
    const result = encodeValue(sparse, noClasses);
    expect(result.ok && result.encoded.sizeBytes).toBeLessThan(50);
  });
});

describe("R13: instances of module classes", () => {
  class Point {
    x: number;
    constructor(x: number) {
      this.x = x;
    }
  }
  class Place {
    x = 1;
  }

  it("count by class and own fields", () => {
    const classes = classesOf({ Point, Place });
    expect(versionIn(new Point(1), classes)).toBe(versionIn(new Point(1), classes));
    expect(versionIn(new Point(1), classes)).not.toBe(versionIn(new Point(2), classes));
    expect(versionIn(new Point(1), classes)).not.toBe(versionIn(new Place(), classes));
    expect(versionIn(new Point(1), classes)).not.toBe(versionIn({ x: 1 }, classes));
  });

  it("an edit of the class makes another value", () => {
    expect(versionIn([new Point(1)], classesOf({ Point }, "code1"))).not.toBe(
      versionIn([new Point(1)], classesOf({ Point }, "code2")),
    );
  });

  it("with a property that is a function are refused", () => {
    const point = Object.assign(new Point(1), { f: (): number => 1 });
    expect(versionOf([point], classesOf({ Point }))).toEqual({
      ok: false,
      refusal: { path: "[0].f", what: "a function" },
    });
  });
});

describe("prototypes that were tampered with", () => {
  it("change nothing", () => {
    const value = { list: holed(), map: new Map([[1, new Set([2])]]), date: new Date(5), text: "x".repeat(99) };
    const before = versionIn(value);
    const nasty = Object.assign(Object.create(null), { get: () => expect.unreachable(), configurable: true });
    const patches: [object, PropertyKey][] = [
      [Object.prototype, "value"],
      [Object.prototype, "writable"],
      [Object.prototype, "toJSON"],
      [Map.prototype, Symbol.iterator],
      [Map.prototype, "size"],
      [Date.prototype, "getTime"],
    ];
    const saved = patches.map(([owner, key]) => Object.getOwnPropertyDescriptor(owner, key));
    let after: string | undefined;
    try {
      for (const [owner, key] of patches) Object.defineProperty(owner, key, nasty);
      after = versionIn(value);
    } finally {
      for (const [i, [owner, key]] of patches.entries()) {
        Reflect.deleteProperty(owner, key);
        if (saved[i] !== undefined) Object.defineProperty(owner, key, saved[i]);
      }
    }
    expect(after).toBe(before);
  });

  it("a hole stays a hole where a prototype has an element", () => {
    const before = versionIn(holed());
    let after: string | undefined;
    try {
      Object.defineProperty(Array.prototype, "1", { value: 2, writable: true, configurable: true });
      after = versionIn(holed());
    } finally {
      Reflect.deleteProperty(Array.prototype, "1");
    }
    expect(after).toBe(before);
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the strings are code under test
import fc from "fast-check";
import { expect, test } from "vitest";
import { analyzeModule } from "../../src/source/analyzeModule.ts";

/** An expression as data, to be written in many ways. */
type Tree = readonly [kind: string, ...(Tree | string)[]];

/** Every tree, a few levels deep. */
const { tree } = fc.letrec<{ tree: Tree }>((tie) => {
  const name = fc.constantFrom("a", "b", "c");
  const of = (kind: string, ...parts: fc.Arbitrary<Tree | string>[]): fc.Arbitrary<Tree> =>
    fc.tuple(...parts).map((list) => [kind, ...list]);
  const list = (kind: string): fc.Arbitrary<Tree> =>
    fc.array(tie("tree"), { maxLength: 3 }).map((items) => [kind, ...items]);
  return {
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      of("name", name),
      of("number", fc.constantFrom("0", "1", "2.5")),
      of("string", fc.string({ maxLength: 4 })),
      of("binary", fc.constantFrom("+", "-", "*", "&&", ",", "=="), tie("tree"), tie("tree")),
      of("unary", fc.constantFrom("-", "!", "typeof ", "void "), tie("tree")),
      of("conditional", tie("tree"), tie("tree"), tie("tree")),
      of("property", tie("tree"), name),
      of("element", tie("tree"), tie("tree")),
      of("arrow", name, tie("tree")),
      of("object", name, tie("tree")),
      of("template", tie("tree"), fc.constantFrom("x", " ", "${'{'}")),
      list("array"),
      list("call"),
    ),
  };
});

/** Writes a tree with the choices that `next` makes: blanks, comments, quotes, brackets, types. */
function write(node: Tree, next: () => number): string {
  const gap = (): string => ["", " ", "\n\t", "/* note */", " // note\n"][next() % 5]!;
  const inner = (part: Tree | string | undefined): string => {
    const code = write(part as Tree, next);
    const typed = ["", " as any", " satisfies unknown"][next() % 3]!;
    const brackets = next() % 2 ? `(${code}${gap()})` : code;
    // A comma or an arrow takes no type without brackets.
    return `${gap()}((${brackets})${typed}${gap()})${["", "!"][next() % 2]}${gap()}`;
  };
  const [kind, ...parts] = node;
  const [first, second, third] = parts;
  switch (kind) {
    case "name":
      return String(first);
    case "number":
      return next() % 2 && first !== "2.5" ? `0x${first}` : String(first);
    case "string":
      return next() % 2
        ? JSON.stringify(first)
        : [...String(first)].reduce((all, ch) => `${all}\\u{${ch.codePointAt(0)!.toString(16)}}`, "'").concat("'");
    case "binary":
      // Without the blank, `a! ==` would be the operator `!==`.
      return `${inner(second)} ${first}${inner(third)}`;
    case "unary":
      return `${first}${inner(second)}`;
    case "conditional":
      return `${inner(first)}?${inner(second)}:${inner(third)}`;
    case "property":
      return `${inner(first)}.${gap()}${second}`;
    case "element":
      return `${inner(first)}[${inner(second)}]`;
    case "arrow":
      return `(${gap()}${first}${next() % 2 ? ": any" : ""}${gap()})${[" ", "/* x */"][next() % 2]}=>${inner(second)}`;
    case "object":
      return `{${gap()}${next() % 2 ? first : JSON.stringify(first)}:${inner(second)}${next() % 2 ? "," : ""}}`;
    case "template":
      return `\`<\${${inner(first)}}${second}>\``;
    case "array":
      return `[${parts.map(inner).join()}${parts.length > 0 && next() % 2 ? "," : ""}]`;
    default:
      return `f(${parts.map(inner).join()})`;
  }
}

function digest(node: Tree, choices: readonly number[]): string {
  let at = 0;
  const next = (): number => choices[at++ % choices.length]!;
  const facts = analyzeModule(`export function g(a: any, b: any, c: any, f: any) { return (${write(node, next)}\n); }`);
  expect(facts.problems).toEqual([]);
  return facts.parts.g!.digest;
}

const choices = fc.array(fc.nat(59), { minLength: 7, maxLength: 23 });

test("however an expression is laid out, quoted, bracketed and typed, it has one digest", () => {
  fc.assert(
    fc.property(tree, choices, choices, (node, one, two) => digest(node, one) === digest(node, two)),
    { numRuns: 150 },
  );
});

test("two expressions have one digest only if they are the same", () => {
  const same = (a: Tree, b: Tree): boolean => JSON.stringify(a) === JSON.stringify(b);
  fc.assert(
    fc.property(tree, tree, choices, (one, two, how) => (digest(one, how) === digest(two, how)) === same(one, two)),
    { numRuns: 150 },
  );
});

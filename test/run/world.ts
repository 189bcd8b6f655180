// Which small worlds are the engine and its reference model compared on? Inputs, nodes over them, and what is asked.
import fc from "fast-check";
import type { ModelNode } from "./model.ts";

export interface World {
  /** Undefined where there is an input. */
  readonly nodes: readonly (ModelNode | undefined)[];
  readonly inputs: readonly (string | undefined)[];
  readonly asked: readonly number[];
}

export const world: fc.Arbitrary<World> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 2 }),
    count: fc.integer({ min: 1, max: 9 }),
    seed: fc.array(fc.nat(), { minLength: 90, maxLength: 90 }),
  })
  .map(({ inputs, count, seed }) => {
    let at = 0;
    const draw = (below: number) => seed[at++ % seed.length]! % below;
    const given = Array.from({ length: inputs }, () => String(draw(3)));
    // Equal code computes equal values: what a node computes is all in its code, as in its key.
    const moduli = Array.from({ length: 6 }, () => 1 + draw(3));
    const nodes: (ModelNode | undefined)[] = given.map(() => undefined);
    for (let i = 0; i < count; i++) {
      const deps = [...new Set(Array.from({ length: draw(4) }, () => draw(nodes.length)))];
      const code = draw(6);
      nodes.push({
        name: `n${i}`,
        deps,
        code: `${"c".repeat(63)}${code}`,
        modulus: moduli[code]!,
        forced: draw(9) === 0,
      });
    }
    const asked = [...new Set(Array.from({ length: 1 + draw(2) }, () => inputs + draw(count)))];
    return { nodes, inputs: [...given, ...Array.from({ length: count }, () => undefined)], asked };
  });

/** Nodes with equal keys are one computation: the model executes each alone, the engine the first of them. */
export const distinct = (w: World) =>
  new Set(w.nodes.flatMap((n) => (n === undefined ? [] : [n.code]))).size ===
  w.nodes.filter((n) => n !== undefined).length;

const fixed = (i: number, deps: readonly number[], forced = false): ModelNode => ({
  name: `n${i}`,
  deps,
  code: `${"c".repeat(63)}${i}`,
  modulus: 1,
  forced,
});

/**
 * A value that is found missing only after nodes below it have executed: nobody needs n1 until n4, whose bytes are lost as
 * well, is known, and n4 is known only after n3, below n1, has executed.
 */
export const lateLoss: { readonly world: World; readonly choices: readonly number[] } = {
  world: {
    nodes: [
      undefined,
      fixed(0, [0], true),
      fixed(1, [1, 0]),
      fixed(2, [0, 2]),
      fixed(3, [3], true),
      fixed(4, [0, 2, 4]),
    ],
    inputs: ["0", undefined, undefined, undefined, undefined, undefined],
    asked: [5],
  },
  // Of the nodes in order: 1 loses the bytes, 2 nothing.
  choices: [2, 1, 2, 2, 1],
};

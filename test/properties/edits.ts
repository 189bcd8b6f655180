// How is a random program edited? Either in how it looks or in what it means.
import fc from "fast-check";
import type { Declaration } from "./pen.ts";
import type { Program } from "./program.ts";
import { write } from "./write.ts";

export interface Edit {
  readonly at: number;
  readonly site: number;
  readonly by: number;
}

export const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(99),
  site: fc.nat(99),
  by: fc.integer({ min: 1, max: 5 }),
});

export interface Edited {
  readonly program: Program;
  /** The declaration that was edited, as nodes ask for it: `part1`, `node0`, `inner2`. */
  readonly cause: string;
}

/** Undefined where the edit leaves the text as it was. */
export function editOf(kind: "styles" | "choices", program: Program, { at, site, by }: Edit): Edited | undefined {
  const { sites, ...texts } = write(program);
  const declaration = at % sites.length;
  const { chosen, styled } = sites[declaration]!;
  const count = Math.min(kind === "styles" ? styled : chosen, 8);
  if (count === 0) return undefined;
  const changed = (one: Declaration): Declaration => ({
    ...one,
    [kind]: one[kind].map((value, i) => (i === site % count ? value + by : value)),
  });
  const inList = (list: readonly Declaration[], from: number) =>
    list.map((one, i) => (from + i === declaration ? changed(one) : one));
  const { parts, nodes, innerNodes } = program;
  const others = parts.length + nodes.length;
  const edited: Program = {
    ...program,
    parts: inList(parts, 0),
    nodes: inList(nodes, parts.length),
    innerNodes: inList(innerNodes, others),
  };
  const after = write(edited);
  const all = ({ library, inner, modules }: typeof texts) => [library, inner, ...modules].join("\0");
  if (all(after) === all(texts)) return undefined;
  const cause =
    declaration < parts.length
      ? `part${declaration}`
      : declaration < others
        ? `node${declaration - parts.length}`
        : `inner${declaration - others}`;
  return { program: edited, cause };
}

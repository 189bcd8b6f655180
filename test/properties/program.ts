// Which random dataflows are edited, and what becomes of their text? Modules of nodes over constants, helpers and a library.
import fc from "fast-check";
import { COMPOSED_SHAPES } from "./composedShapes.ts";
import { NODE_SHAPES } from "./nodeShapes.ts";
import { PART_SHAPES } from "./partShapes.ts";
import { type Declaration, Pen } from "./pen.ts";

export interface Program {
  /** The library is another cell, or a file beside the notebook. */
  readonly library: "cell" | "file";
  readonly mode: "one" | "two" | "three";
  readonly x: number;
  readonly parts: readonly Declaration[];
  readonly nodes: readonly Declaration[];
}

export interface Written {
  /** The text of `lib`, then those of the modules; a module without a node is left out. */
  readonly library: string;
  readonly modules: readonly string[];
  readonly asked: readonly string[];
  /** Of each declaration (parts, then nodes): how many choices and styles its text has. */
  readonly sites: readonly { readonly chosen: number; readonly styled: number }[];
  /** Of each declaration: which names execute at most when it is edited. */
  readonly reached: readonly ReadonlySet<string>[];
  /** What executes in every run. */
  readonly always: ReadonlySet<string>;
}

const SHAPES = [...NODE_SHAPES, ...COMPOSED_SHAPES];
const MODULES = 3;
const LIBRARY = 0;

const declaration = fc.record({
  shape: fc.nat(499),
  home: fc.nat(MODULES),
  uses: fc.array(fc.nat(9), { maxLength: 3 }),
  deps: fc.array(fc.nat(9), { maxLength: 3 }),
  choices: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
  styles: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
});

export const program: fc.Arbitrary<Program> = fc.record({
  library: fc.constantFrom("cell", "file"),
  mode: fc.constantFrom("one", "two", "three"),
  x: fc.nat(3),
  parts: fc.array(declaration, { minLength: 1, maxLength: 5 }),
  nodes: fc.array(declaration, { minLength: 1, maxLength: 6 }),
});

const PRELUDE = `import { cache, checkOutput, collect, dataLoader, dataSaver, extractFields, inject, oneOf, parallelizable, parameterize, pipeInput, pipeOutput, source, step, tag, when } from "cellar";
function digest(...all: unknown[]): number { let h = 7; for (const c of JSON.stringify(all)) h = (h * 31 + c.charCodeAt(0)) % 1000003; return h; }
`;

const homeOf = ({ home }: Declaration) => home % (MODULES + 1);
const moduleOf = ({ home }: Declaration) => 1 + (home % MODULES);

/** The texts of a program, and which nodes an edit of which declaration may touch. */
export function write({ parts, nodes }: Program): Written {
  const sites: { chosen: number; styled: number }[] = [];
  const lines: string[][] = Array.from({ length: MODULES + 1 }, () => []);
  const partShape = (i: number) => PART_SHAPES[parts[i]!.shape % PART_SHAPES.length]!;
  /** What code in `home` may refer to: parts of the library and of its own module, declared before. */
  const usedBy = (one: Declaration, home: number, before: number) => {
    const within = [...parts.keys()].filter((i) => i < before && [LIBRARY, home].includes(homeOf(parts[i]!)));
    return within.length === 0 ? [] : [...new Set(one.uses.map((use) => within[use % within.length]!))];
  };
  const termsOf = (used: readonly number[]) => used.map((i) => partShape(i).use(`p${i}`, String(i + 2)));

  const closures = parts.map(() => new Set<number>());
  parts.forEach((part, i) => {
    const pen = new Pen(part);
    const home = homeOf(part);
    const used = usedBy(part, home, i);
    const text = partShape(i).write(pen, `p${i}`, termsOf(used));
    lines[home]!.push(
      `${pen.style("", "// a part\n", "interface Unused { x: 1 }\n".replace("Unused", `U${i}`))}${text}`,
    );
    for (const one of [i, ...used.flatMap((u) => [...closures[u]!])]) closures[i]!.add(one);
    sites.push({ chosen: pen.chosen, styled: pen.styled });
  });

  const made: { readonly name: string; readonly by: number }[] = [];
  const inner: typeof made = [];
  const always = new Set<string>();
  const reads: ReadonlySet<number>[] = [];
  const below: number[][] = [];
  const disabled = new Set<number>();
  nodes.forEach((node, i) => {
    const pen = new Pen(node);
    const home = moduleOf(node);
    const used = usedBy(node, home, parts.length);
    const deps = [...new Set(node.deps.map((dep) => (made.length === 0 ? "x" : made[dep % made.length]!.name)))];
    // A node with a dot in its name cannot be a parameter.
    const named = deps.map((dep) => dep.replace(/\..*$/, ""));
    const place = { name: `n${i}`, deps: [...new Set(named)], terms: termsOf(used) };
    const { text, makes, within = [], forced } = SHAPES[node.shape % SHAPES.length]!(pen, place);
    lines[home]!.push(text);
    sites.push({ chosen: pen.chosen, styled: pen.styled });
    const from = place.deps.flatMap((dep) => made.filter((one) => one.name === dep).map((one) => one.by));
    below.push(from);
    if (forced === "disable" || from.some((by) => disabled.has(by))) disabled.add(i);
    if (forced !== undefined || disabled.has(i)) for (const name of [...makes, ...within]) always.add(name);
    reads.push(new Set(used.flatMap((u) => [...closures[u]!])));
    for (const name of makes) made.push({ name, by: i });
    for (const name of within) inner.push({ name, by: i });
  });

  // A file or a cell counts as a whole for those that import anything of it (R9).
  const isImported = (part: number) => homeOf(parts[part]!) === LIBRARY;
  const touches = (nodeAt: number, part: number) =>
    reads[nodeAt]!.has(part) || (isImported(part) && [...reads[nodeAt]!].some(isImported));
  const namesBelow = (first: (nodeAt: number) => boolean): ReadonlySet<string> => {
    const touched = new Set<number>();
    nodes.forEach((_, i) => {
      if (first(i) || below[i]!.some((by) => touched.has(by))) touched.add(i);
    });
    return new Set([...made, ...inner].filter(({ by }) => touched.has(by)).map(({ name }) => name));
  };
  const imported = parts.flatMap((part, i) => (homeOf(part) === LIBRARY ? [`p${i}`] : []));
  const importing = imported.length === 0 ? "" : `import { ${imported.join(", ")} } from "./lib";\n`;
  return {
    library: `${PRELUDE}${lines[LIBRARY]!.join("\n")}\n${imported.length === 0 ? "" : `export { ${imported.join(", ")} };\n`}`,
    modules: lines.slice(1).flatMap((texts) => {
      const text = texts.join("\n");
      return text.includes("export ") ? [`${PRELUDE}${importing}${text}\n`] : [];
    }),
    asked: made.map(({ name }) => name),
    sites,
    reached: [
      ...parts.map((_, part) => namesBelow((i) => touches(i, part))),
      ...nodes.map((_, at) => namesBelow((i) => i === at)),
    ],
    always,
  };
}

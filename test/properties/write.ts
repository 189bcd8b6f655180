// What is the text of a random program, and what does each of its nodes ask for?
import { INNER_SHAPES, NODE_SHAPES } from "./nodeShapes.ts";
import type { NodePlace } from "./nodeText.ts";
import { PART_SHAPES } from "./partShapes.ts";
import { type Declaration, Pen } from "./pen.ts";
import { MODULES, type Program } from "./program.ts";
import { type Owner, type Reach, reachOf } from "./reach.ts";

export interface Written extends Reach {
  /** The texts of `lib` and `inner`, then those of the modules; a module without a node is left out. */
  readonly library: string;
  readonly inner: string;
  readonly modules: readonly string[];
  readonly asked: readonly string[];
  /** Of each declaration (parts, nodes, then those of `inner`): how many choices and styles its text has. */
  readonly sites: readonly { readonly chosen: number; readonly styled: number }[];
  /** Nodes whose value is the time of the run. */
  readonly moments: readonly string[];
}

const LIBRARY = 0;

const PRELUDE = `import { cache, checkOutput, collect, dataLoader, dataSaver, env, extractFields, file, inject, oneOf, parallelizable, parameterize, pipeInput, pipeOutput, source, step, subdag, tag, when } from "cellar";
import { readFileSync, writeFileSync } from "node:fs";
function digest(...all: unknown[]): number { let h = 7; for (const c of JSON.stringify(all)) h = (h * 31 + c.charCodeAt(0)) % 1000003; return h; }
`;

const homeOf = ({ home }: Declaration) => home % (MODULES + 1);
const moduleOf = ({ home }: Declaration) => 1 + (home % MODULES);

/** A node with a dot in its name cannot be a parameter. */
const asParameter = (name: string) => name.replace(/\..*/, "");
const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

export function write(program: Program): Written {
  const { parts, nodes, innerNodes } = program;
  const sites: { chosen: number; styled: number }[] = [];
  const lines: string[][] = Array.from({ length: MODULES + 1 }, () => []);
  const partShape = (i: number) => PART_SHAPES[parts[i]!.shape % PART_SHAPES.length]!;
  /** What code in `home` may refer to: parts of the library and of its own module, declared before. */
  const usedBy = (one: Declaration, home: number, before: number) => {
    const within = [...parts.keys()].filter((i) => i < before && [LIBRARY, home].includes(homeOf(parts[i]!)));
    return within.length === 0 ? [] : unique(one.uses.map((use) => within[use % within.length]!));
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
  // A file or a cell counts as a whole for those that import anything of it (R9).
  const isImported = (part: number) => homeOf(parts[part]!) === LIBRARY;
  const imported = [...parts.keys()].filter(isImported);
  const partsIn = (used: readonly number[]) => {
    const reached = used.flatMap((u) => [...closures[u]!]);
    return [...reached, ...(reached.some(isImported) ? imported : [])].map((part) => `part${part}`);
  };

  const made: { readonly name: string; readonly by: number }[] = [];
  const makes: string[] = [];
  const placeOf = (one: Declaration, name: string, home: number, names: readonly string[], free: string) => {
    const used = usedBy(one, home, parts.length);
    const read = unique(one.deps.map((dep) => (names.length === 0 ? free : names[dep % names.length]!)));
    const place: NodePlace = {
      name,
      deps: unique(read.map(asParameter)),
      sources: read,
      terms: termsOf(used),
      functions: used.filter((u) => partShape(u).isStep === true).map((u) => `p${u}`),
      inner: makes,
    };
    return { place, asks: partsIn(used) };
  };

  // The module that others use as a part; its first node reads what they give.
  const innerAsks = new Set<string>();
  const innerLines: string[] = [];
  const innerSites: { chosen: number; styled: number }[] = [];
  innerNodes.forEach((node, i) => {
    const pen = new Pen(node);
    const given: Declaration = i === 0 ? { ...node, deps: [0], shape: 0 } : node;
    const { place, asks } = placeOf(given, `u${i}`, MODULES + 1, makes, "given");
    const { text, makes: own, ...also } = INNER_SHAPES[given.shape % INNER_SHAPES.length]!(pen, place);
    innerLines.push(text);
    innerSites.push({ chosen: pen.chosen, styled: pen.styled });
    for (const one of [...asks, ...(also.asks ?? []), `inner${i}`]) innerAsks.add(one);
    if (also.behavior !== undefined && also.behavior !== "default") innerAsks.add(`behavior ${also.behavior}`);
    makes.push(...own);
  });

  const owners: Owner[] = [];
  const moments: string[] = [];
  nodes.forEach((node, i) => {
    const pen = new Pen(node);
    const home = moduleOf(node);
    const names = made.map(({ name }) => name);
    const { place, asks } = placeOf(node, `n${i}`, home, names, "x");
    const shape = NODE_SHAPES[node.shape % NODE_SHAPES.length]!;
    const { text, makes: own, asks: also = [], behavior = "default", isMoment } = shape(pen, place);
    lines[home]!.push(text);
    sites.push({ chosen: pen.chosen, styled: pen.styled });
    owners.push({
      makes: own,
      behavior,
      reads: unique(
        [...place.deps, ...place.sources].flatMap((dep) => made.filter(({ name }) => name === dep)).map(({ by }) => by),
      ),
      asks: new Set([`node${i}`, ...asks, ...also, ...place.deps, ...(also.includes("inner") ? innerAsks : [])]),
      isMoment: isMoment === true,
    });
    if (isMoment === true) moments.push(...own);
    for (const name of own) made.push({ name, by: i });
  });

  const exported = imported.map((part) => `p${part}`).join(", ");
  const importing = exported === "" ? "" : `import { ${exported} } from "./lib";\n`;
  const head = `${PRELUDE}${importing}`;
  return {
    library: `${PRELUDE}${lines[LIBRARY]!.join("\n")}\n${exported === "" ? "" : `export { ${exported} };\n`}`,
    inner: `${head}${innerLines.join("\n")}\n`,
    modules: lines.slice(1).flatMap((texts) => {
      const text = texts.join("\n");
      const using = text.includes("subdag(") ? 'import * as inner from "./inner";\n' : "";
      return text.includes("export ") ? [`${head}${using}${text}\n`] : [];
    }),
    asked: made.map(({ name }) => name),
    sites: [...sites, ...innerSites],
    moments,
    ...reachOf(program, owners),
  };
}

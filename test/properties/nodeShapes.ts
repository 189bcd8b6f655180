// Which nodes do random modules have? Plain functions of all kinds, and what modifiers make of them.
import type { Pen } from "./pen.ts";

export interface NodeText {
  readonly text: string;
  readonly makes: readonly string[];
  /** Nodes that cannot be asked for, since each has one value per item. */
  readonly within?: readonly string[];
  /** Executes in every run; `disable` passes that on to all that read it. */
  readonly forced?: "recompute" | "disable";
}

/** What a node's text is made of: its name, its parameters' names, and expressions over the module's parts. */
export interface NodePlace {
  readonly name: string;
  readonly deps: readonly string[];
  readonly terms: readonly string[];
}

export type NodeShape = (pen: Pen, place: NodePlace) => NodeText;

const list = (...items: readonly string[]) => items.filter((item) => item !== "").join(", ");

/** Parameters, sometimes with a default that is in the key. */
export function parameters(
  pen: Pen,
  { name, deps }: NodePlace,
): { readonly declared: string; readonly read: readonly string[] } {
  const typed = deps.map((dep) => `${dep}${pen.type("any")}`);
  const initial = pen.pick("", pen.number(), `digest(${pen.text()})`, `[${pen.number()}].length`);
  if (initial === "") return { declared: list(...typed), read: deps };
  const own = `${name}_given`;
  return { declared: `${list(...typed, `${own} = ${initial}`)}${pen.style("", ",")}`, read: [...deps, own] };
}

/** Small moduli let edits give the same value again: those below then hit. */
export function value(pen: Pen, read: readonly string[], terms: readonly string[]): string {
  const literal = pen.pick("number", "text") === "number" ? pen.number() : pen.text();
  const all = `digest(${list(...read, ...terms, literal)})`;
  return pen.pick(all, `${all} % 2`, `${all} ${pen.pick("+", "*")} 3`, `\`${pen.pick("x", "y")}\${${all}}\``);
}

export const arrow = (pen: Pen, place: NodePlace, how = "") => {
  const { declared, read } = parameters(pen, place);
  return `${how}(${declared})${pen.style("", ": any")} =>${pen.style(" ", "  ", " /* so */ ")}${value(pen, read, place.terms)}`;
};

const plain =
  (how: (pen: Pen, inner: string) => string): NodeShape =>
  (pen, place) => ({
    text: `export const ${place.name} = ${how(pen, arrow(pen, place))}${pen.end()}`,
    makes: [place.name],
  });

const declared =
  (head: string, body: (pen: Pen, value: string) => string): NodeShape =>
  (pen, place) => {
    const { declared: params, read } = parameters(pen, place);
    const inner = body(pen, value(pen, read, place.terms));
    return { text: `export ${head} ${place.name}(${params}) {${pen.gap()}${inner} }`, makes: [place.name] };
  };

export const NODE_SHAPES: readonly NodeShape[] = [
  declared("function", (pen, v) => `return ${v}${pen.end()}`),
  plain((_pen, fn) => fn),
  declared("async function", (pen, v) => `await null;${pen.gap()}return ${pen.told(v)};`),
  declared("function*", (pen, v) => `yield ${v};${pen.gap()}yield ${pen.number()};`),
  declared("async function*", (pen, v) => `yield ${v};${pen.gap()}await null; yield ${pen.text()};`),
  declared("function", (pen, v) => {
    const literal = `{ p: ${pen.number()}, q: [${v}] }`;
    return `const { p = ${pen.number()}, q: [r, s = ${pen.number()}] } = ${literal} as any;${pen.gap()}return { p, r${pen.style("", ": r")}, s };`;
  }),
  declared("function", (pen, v) => {
    const step = `sum ${pen.pick("+", "-", "*")} ${pen.number()}`;
    return `let sum${pen.type("any")} = ${v}; for (let i = 0; i < ${pen.pick("1", "2", "3")}; i++) {${pen.gap()}sum = digest(${step}); } return [sum];`;
  }),
  plain((pen, fn) => `cache({ ${pen.style("", 'format: "json", ', 'behavior: "default", ')} }, ${fn})`),
  plain((pen, fn) => `tag({ owner: ${pen.style('"a"', '"b"', '"c"')} },${pen.gap()}${fn})`),
  (pen, place) => {
    const behavior = pen.pick("recompute", "disable") as "recompute" | "disable";
    const text = `export const ${place.name} = cache({ behavior: "${behavior}" }, ${arrow(pen, place)});`;
    return { text, makes: [place.name], forced: behavior };
  },
  (pen, place) => {
    const { declared: params, read } = parameters(pen, place);
    const fields = [`${place.name}_f`, `${place.name}_g`];
    const given = `({ ${fields[0]}: ${value(pen, read, place.terms)}, ${fields[1]}: ${pen.number()}, other: ${pen.text()} })`;
    const names = pen.style(`["${fields.join('", "')}"]`, `[ '${fields.join("', '")}', ] as const`);
    return {
      text: `export const ${place.name} = extractFields(${names}, (${params}) => ${given});`,
      makes: [place.name, ...fields],
    };
  },
  (pen, place) => {
    const [dep = `${place.name}_free`] = place.deps;
    const cases = [`${place.name}_low`, `${place.name}_high`];
    const bound = `{ ${cases[0]}: { rate: ${pen.number()}, from: ${pen.text()} }, ${cases[1]}: { rate: ${pen.number()}, from: source("${dep}") } }`;
    const inner = value(pen, ["from", "rate"], place.terms);
    return {
      text: `export const ${place.name} = parameterize(${bound},${pen.gap()}(rate${pen.type()}, from${pen.type("any")} = 4) => ${inner});`,
      makes: place.deps.length === 0 ? [cases[0]!] : cases,
    };
  },
  (pen, place) => {
    const from = place.deps[0] === undefined ? pen.text() : `source("${place.deps[0]}")`;
    const inner = value(pen, ["by", "from"], place.terms);
    return {
      text: `export const ${place.name} = inject({ by: ${pen.number()}, from: ${from} }, (from${pen.type("any")}, by${pen.type()}) => ${inner});`,
      makes: [place.name],
    };
  },
  (pen, place) => {
    const condition = pen.pick(
      '{ mode: "one" }',
      '{ mode: ["one", "two"] }',
      '{ mode: { not: "one" } }',
      '{ other: "one" }',
    );
    return {
      text: `export const ${place.name} = oneOf(when(${condition}, ${arrow(pen, place)}), when({ mode: "two" }, () => ${pen.number()}), () =>${pen.style(" ", "  ")}${pen.text()});`,
      makes: [place.name],
    };
  },
  (pen, place) => {
    const { declared: params, read } = parameters(pen, place);
    const pair = `[${value(pen, read, place.terms)}, { from: ${pen.text()} }]`;
    return {
      text: `export const ${place.name} = dataLoader(${pen.pick("async ", "")}(${params})${pen.style("", ": any")} => ${pair} as any);`,
      makes: [place.name, `${place.name}.loader`],
    };
  },
  (pen, place) => {
    const { declared: params, read } = parameters(pen, place);
    return {
      text: `export const ${place.name} = dataSaver((${params}) => {${pen.gap()}return { written: ${value(pen, read, place.terms)} }; });`,
      makes: [place.name],
    };
  },
];

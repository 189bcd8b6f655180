// Which nodes do random modules have? Plain functions of all kinds, and what modifiers make of them.
import { CHECK_SHAPES } from "./checkShapes.ts";
import { ITEM_SHAPES } from "./itemShapes.ts";
import { arrow, type Behavior, type NodeShape, parameters, value } from "./nodeText.ts";
import { OUTSIDE_SHAPES, SAVING_SHAPES } from "./outsideShapes.ts";
import type { Pen } from "./pen.ts";
import { PIPE_SHAPES } from "./pipeShapes.ts";
import { SUBDAG_SHAPES } from "./subdagShapes.ts";

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

const FUNCTION_SHAPES: readonly NodeShape[] = [
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
    const behavior = pen.pick<Behavior>("recompute", "disable", "ignore");
    const text = `export const ${place.name} = cache({ behavior: "${behavior}" }, ${arrow(pen, place)});`;
    return { text, makes: [place.name], behavior };
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
    const [dep = `${place.name}_free`] = place.sources;
    const cases = [`${place.name}_low`, `${place.name}_high`];
    const bound = `{ ${cases[0]}: { rate: ${pen.number()}, from: ${pen.text()} }, ${cases[1]}: { rate: ${pen.number()}, from: source("${dep}") } }`;
    const inner = value(pen, ["from", "rate"], place.terms);
    return {
      text: `export const ${place.name} = parameterize(${bound},${pen.gap()}(rate${pen.type()}, from${pen.type("any")} = 4) => ${inner});`,
      makes: place.deps.length === 0 ? [cases[0]!] : cases,
    };
  },
  (pen, place) => {
    const from = place.sources[0] === undefined ? pen.text() : `source("${place.sources[0]}")`;
    const inner = value(pen, ["by", "from"], place.terms);
    return {
      text: `export const ${place.name} = inject({ by: ${pen.number()}, from: ${from} }, (from${pen.type("any")}, by${pen.type()}) => ${inner});`,
      makes: [place.name],
    };
  },
  // A function that is bound counts with all that it reaches.
  (pen, place) => {
    const [term = pen.number()] = place.terms;
    const bound = `{ apply: (x${pen.type("any")}) =>${pen.gap()}digest(x, ${term}, ${pen.number()}) }`;
    const { declared: params, read } = parameters(pen, place);
    const all = [`apply${pen.type("any")}`, params].filter((each) => each !== "").join(", ");
    const fn = `(${all})${pen.style("", ": any")} => apply(${value(pen, read, place.terms)})`;
    return { text: `export const ${place.name} = inject(${bound}, ${fn});`, makes: [place.name] };
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
      asks: ["mode"],
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

/** Of a module that others use as a part, and of any. */
export const INNER_SHAPES: readonly NodeShape[] = [
  ...FUNCTION_SHAPES,
  ...PIPE_SHAPES,
  ...CHECK_SHAPES,
  ...ITEM_SHAPES,
  ...OUTSIDE_SHAPES,
];

export const NODE_SHAPES: readonly NodeShape[] = [...INNER_SHAPES, ...SAVING_SHAPES, ...SUBDAG_SHAPES];

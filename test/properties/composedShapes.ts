// Which nodes do random modules have that several modifiers or several functions make together?
import { arrow, type NodeShape, parameters, value } from "./nodeShapes.ts";

export const COMPOSED_SHAPES: readonly NodeShape[] = [
  (pen, place) => {
    const { name } = place;
    const held = `const ${name}_step = (x${pen.type("any")}, by = ${pen.number()}) =>${pen.gap()}${value(pen, ["x", "by"], place.terms)};`;
    const steps = `[step(${name}_step, { by: ${pen.number()} }), step(${name}_step)${pen.style("", '.named("step2")', '.when({ mode: { not: "none" } })')}]`;
    return {
      text: `${held}\nexport const ${name} = pipeOutput(${steps},${pen.gap()}${arrow(pen, place)});`,
      makes: [name, `${name}.raw`, `${name}.step1`, `${name}.step2`],
    };
  },
  (pen, place) => {
    const { name, deps } = place;
    const [dep] = deps;
    const held = `function ${name}_step(x${pen.type("any")}) {${pen.gap()}return ${value(pen, ["x"], place.terms)}; }`;
    const fn = arrow(pen, place);
    const piped = `pipeInput({ ${dep}: [step(${name}_step)${pen.style("", ",")}] }, ${fn})`;
    return {
      text: `${held}\nexport const ${name} = ${dep === undefined ? fn : piped};`,
      makes: dep === undefined ? [name] : [name, `${name}.${dep}.step1`],
    };
  },
  (pen, place) => {
    const { name } = place;
    const [term = pen.number()] = place.terms;
    const bound = `{ apply: (x${pen.type("any")}) =>${pen.gap()}digest(x, ${term}, ${pen.number()}) }`;
    const { declared, read } = parameters(pen, place);
    const params = [`apply${pen.type("any")}`, declared].filter((each) => each !== "").join(", ");
    const fn = `(${params})${pen.style("", ": any")} => apply(${value(pen, read, place.terms)})`;
    return { text: `export const ${name} = inject(${bound}, ${fn});`, makes: [name] };
  },
  (pen, place) => {
    const { name } = place;
    const held = `const ${name}_check = (x${pen.type("any")}) => digest(${["x", ...place.terms].join(", ")}) >= ${pen.number()} - 1e9;`;
    const rules = `{ custom: ${name}_check, nulls: ${pen.pick('"none"', "0.5")}, importance: ${pen.pick('"fail"', '"warn"')} }`;
    return {
      text: `${held}\nexport const ${name} = checkOutput(${rules},${pen.gap()}${arrow(pen, place)});`,
      makes: [name, `${name}.unchecked`, `${name}.check`],
    };
  },
  (pen, place) => {
    const { name } = place;
    const { declared, read } = parameters(pen, place);
    const items = `[${value(pen, read, place.terms)}, ${pen.number()}, ${pen.number()}, ${pen.pick("NaN", "undefined", "null")}]`;
    const list = `export const ${name}_item = parallelizable(${pen.pick("", "async ")}(${declared}) =>${pen.gap()}${items});`;
    const each = `export function ${name}_each(${name}_item${pen.type("any")}) { return ${value(pen, [`String(${name}_item)`], [])}; }`;
    const all = `export const ${name} = collect({ ${pen.pick("", "partial: true")} }, (${name}_each${pen.type("any")}) => [${name}_each, ${pen.number()}]);`;
    return { text: [list, each, all].join("\n"), makes: [name], within: [`${name}_item`, `${name}_each`] };
  },
  (pen, place) => {
    const { name } = place;
    const { declared, read } = parameters(pen, place);
    const pair = `[{ ${name}_f: ${value(pen, [...read, `${name}_k`], place.terms)}, other: ${pen.number()} }, {}]`;
    const params = [`${name}_k${pen.type()}`, declared].filter((each) => each !== "").join(", ");
    const bound = `inject({ ${name}_k: ${pen.pick("", "1 + ")}${pen.number()} }, (${params})${pen.style("", ": any")} => ${pair} as any)`;
    return {
      text: `export const ${name} = extractFields(["${name}_f"], tag({ owner: ${pen.style('"a"', '"b"')} }, dataLoader(${bound})));`,
      makes: [name, `${name}.loader`, `${name}_f`],
    };
  },
];

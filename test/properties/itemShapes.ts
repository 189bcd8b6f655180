// Which random nodes are computed item by item? A list, functions of its items, and what collects them.
import { list, type NodeShape, parameters, value } from "./nodeText.ts";
import type { Pen } from "./pen.ts";

/** Some items are equal, and an edit may make them so. */
const items = (pen: Pen, name: string, declared: string, read: readonly string[]) => {
  const all = list(pen.number(), pen.text(), pen.number(), ...read);
  return pen.pick(
    `export const ${name} = parallelizable((${declared}) =>${pen.gap()}[${all}]);`,
    `export const ${name} = parallelizable(async function* (${declared}) { yield* [${all}];${pen.gap()}yield { p: ${pen.text()} }; });`,
    `export const ${name} = parallelizable((${declared}) => [${all}].slice(${pen.pick("0", "1", "9")}));`,
  );
};

export const ITEM_SHAPES: readonly NodeShape[] = [
  (pen, place) => {
    const { declared, read } = parameters(pen, place);
    const [item, each] = [`${place.name}_item`, `${place.name}_each`];
    const other = place.deps.at(-1) ?? "";
    return {
      text: `${items(pen, item, declared, read)}
export function ${each}(${list(`${item}${pen.type("any")}`, other, `by = ${pen.number()}`)}) {${pen.gap()}return ${value(pen, list(item, other, "by").split(", "), place.terms)}; }
export const ${place.name} = collect({}, (${list(`${each}${pen.type("any[]")}`, pen.pick("", item))}) =>${pen.gap()}[digest(${each}, ${pen.number()}), ${each}]);`,
      makes: [place.name],
      asks: ["items"],
    };
  },
  (pen, place) => {
    const { declared, read } = parameters(pen, place);
    const [item, each, more] = [`${place.name}_item`, `${place.name}_each`, `${place.name}_more`];
    const step = `${place.name}_step`;
    const single = pen.pick(
      `pipeOutput([step(${step}, { by: ${pen.number()} })], (${item}${pen.type("any")}) => ${value(pen, [item], [])})`,
      `pipeInput({ ${item}: [step(${step})] }, (${item}${pen.type("any")}) =>${pen.gap()}${value(pen, [item], [])})`,
      `checkOutput({ range: [${pen.number()}, null], importance: "warn" }, (${item}${pen.type("any")}) => ${value(pen, [item], [])})`,
      `cache({ behavior: ${pen.pick('"default"', '"recompute"')} }, (${item}${pen.type("any")}) => ${value(pen, [item], [])})`,
    );
    return {
      text: `const ${step} = (value${pen.type("any")}, by = ${pen.number()}) =>${pen.gap()}digest(${list("value", "by", ...place.terms)}) % 3;
${items(pen, item, declared, read)}
export const ${each} = ${single};
export const ${more} = inject({ by: ${pen.number()} }, (${each}, by${pen.type()}, ${item}) => ${value(pen, [each, "by", item], [])});
export const ${place.name} = collect({}, (${more}: any[]) => ${value(pen, [more], [])});`,
      makes: [place.name],
      asks: ["items"],
      behavior: single.startsWith("cache") && single.includes('"recompute"') ? "recompute" : "default",
    };
  },
  (pen, place) => {
    const { declared, read } = parameters(pen, place);
    const [item, each] = [`${place.name}_item`, `${place.name}_each`];
    return {
      text: `${items(pen, item, declared, read)}
export const ${each} = (${item}${pen.type("any")}) => { const found = ${value(pen, [item], place.terms)}; if (digest(found) % ${pen.pick("1000", "4")} === 0) throw new RangeError(${pen.text()});${pen.gap()}return found; };
export const ${place.name} = collect({ partial: ${pen.pick("true", "false")} }, (${each}: any[]) => ${value(pen, [each], [])});`,
      makes: [place.name],
      asks: ["items"],
    };
  },
];

// Which random nodes have steps before or behind their function? Steps of the module's own, and helpers as steps.
import { arrow, bound, list, type NodePlace, type NodeShape, value } from "./nodeText.ts";
import type { Pen } from "./pen.ts";

interface Steps {
  readonly functions: string;
  readonly list: string;
}

/** Two steps of its own, the second sometimes under a condition, and sometimes a helper as the third. */
function steps(pen: Pen, place: NodePlace, kind: string): Steps {
  const [first, second] = [`${place.name}_${kind}1`, `${place.name}_${kind}2`];
  const how = pen.pick("function", "async function", "function*");
  const gives = how === "function*" ? "yield" : "return";
  const helper = place.functions[0];
  return {
    functions: `${how} ${first}(value${pen.type("any")}, by = ${pen.number()}) {${pen.gap()}${gives} ${value(pen, ["value", "by"], place.terms)}; }
const ${second} = (value${pen.type("any")}, from${pen.type("any")} = 3) =>${pen.gap()}[${value(pen, ["value", "from"], [])}];
`,
    list: list(
      `step(${first}, { by: ${bound(pen, place)} })`,
      `step(${second}${pen.pick("", `, { from: ${pen.number()} }`)}).named(${pen.style('"twice"', "'twice'")})${pen.pick("", '.when({ mode: "one" })', '.when({ mode: { not: "two" } })')}`,
      helper === undefined ? "" : pen.pick("", `step(${helper})`),
    ),
  };
}

/** Without `from` bound or given by an input, it is what its default says. */
export const PIPE_SHAPES: readonly NodeShape[] = [
  (pen, place) => {
    const { functions, list: held } = steps(pen, place, "out");
    return {
      text: `${functions}export const ${place.name} = pipeOutput([${held}${pen.style("", ",")}],${pen.gap()}${arrow(pen, place)});`,
      makes: [place.name, `${place.name}.raw`, `${place.name}.step1`],
      asks: ["mode"],
    };
  },
  (pen, place) => {
    const [dep] = place.deps;
    const { functions, list: held } = steps(pen, place, "in");
    // Without anything to read there is nothing to pipe.
    if (dep === undefined)
      return { text: `export const ${place.name} =${pen.gap()}${arrow(pen, place)};`, makes: [place.name] };
    return {
      text: `${functions}export const ${place.name} = pipeInput({ ${dep}: [${held}] },${pen.gap()}${arrow(pen, place)});`,
      makes: [place.name, `${place.name}.${dep}.step1`],
      asks: ["mode"],
    };
  },
  (pen, place) => {
    const { functions, list: held } = steps(pen, place, "out");
    const rules = `{ type: ${pen.pick('"list"', '"number"', '"object"')}, importance: "warn" }`;
    return {
      text: `${functions}export const ${place.name} = checkOutput(${rules}, pipeOutput([${held}],${pen.gap()}${arrow(pen, place)}));`,
      makes: [place.name, `${place.name}.raw`, `${place.name}.step1`, `${place.name}.check`],
      asks: ["mode"],
    };
  },
];

// Which random nodes use the module `inner` as a part? Each with inputs of its own, and sometimes with a config.
import { bound, list, type NodeShape, value } from "./nodeText.ts";

const use: NodeShape = (pen, place) => {
  const { name, inner, terms, deps } = place;
  const [first, ...others] = inner.filter((each) => !each.includes("."));
  const read = list(first!, pen.pick("", ...others), pen.pick("", ...deps))
    .split(", ")
    .filter((each, at, all) => all.indexOf(each) === at);
  const config = pen.pick("", ', config: { mode: "one" }', ', config: { mode: "two" }');
  return {
    text: `export const ${name} = subdag({ modules: [${pen.style("inner", "inner, ")}], inputs: { given: ${bound(pen, place)} }${config} },${pen.gap()}(${read.join(", ")}) => ${value(pen, read, terms)});`,
    makes: [name, ...inner.map((each) => `${name}.${each}`)],
    asks: ["inner", "mode"],
  };
};

/** Several times, so that a dataflow often has two uses of it. */
export const SUBDAG_SHAPES: readonly NodeShape[] = [use, use, use];

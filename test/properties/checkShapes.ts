// Which random nodes are looked at before anybody reads them? By rules of each kind, that fail or warn.
import { arrow, list, type NodeShape, parameters, value } from "./nodeText.ts";
import type { Pen } from "./pen.ts";

const importance = (pen: Pen) => pen.pick('importance: "warn"', 'importance: "fail"', "");
const names = (name: string) => [name, `${name}.unchecked`, `${name}.check`];

export const CHECK_SHAPES: readonly NodeShape[] = [
  (pen, place) => {
    const rule = pen.pick(
      `range: [null, ${pen.number()}]`,
      `range: [${pen.number()}, null]`,
      `in: [${list(pen.number(), pen.text(), "0", "1")}]`,
      `nulls: ${pen.pick('"none"', "0.5")}`,
      `type: ${pen.pick('"number"', '"string"', '"integer"')}`,
    );
    return {
      text: `export const ${place.name} = checkOutput({${pen.gap()}${list(rule, importance(pen))} },${pen.gap()}${arrow(pen, place)});`,
      makes: names(place.name),
    };
  },
  (pen, place) => {
    const rule = `${place.name}_rule`;
    const verdict = pen.pick(`|| ${pen.text()}`, `? true : ${pen.text()}`, "");
    return {
      text: `${pen.pick("", "async ")}function ${rule}(found${pen.type("any")}) {${pen.gap()}return digest(${list("found", ...place.terms, pen.number())}) % ${pen.pick("2", "5", "7")} > 0 ${verdict}; }
export const ${place.name} = checkOutput({ ${list(`custom: ${rule}`, importance(pen))} },${pen.gap()}${arrow(pen, place)});`,
      makes: names(place.name),
    };
  },
  (pen, place) => {
    const { declared, read } = parameters(pen, place);
    const limits = `${place.name}_limits`;
    const rows = `[{ a: ${pen.number()}, b: ${value(pen, read, place.terms)} }, { a: 2, b: ${pen.pick("null", "3")} }]`;
    const columns = `columns: { a: { range: ${limits} }, ${pen.style("b", '"b"')}: { nulls: "none" } }`;
    const inner = `checkOutput({ ${list(columns, importance(pen))} }, (${declared}) =>${pen.gap()}${rows})`;
    return {
      text: `const ${limits}${pen.type("any")} = [${pen.number()}, ${pen.pick("777", "1000", "1000000")}];
export const ${place.name} = checkOutput({ schema: { a: ${pen.pick('"number"', '"string"')} }, importance: "warn" }, ${inner});`,
      makes: [...names(place.name), `${place.name}.check2`],
    };
  },
];

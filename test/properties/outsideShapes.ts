// Which random nodes read what is outside the code? Declared files and variables, a seed and the time, and files that others saved.
import { FOLDER, list, type NodePlace, type NodeShape, parameters, value } from "./nodeText.ts";
import type { Pen } from "./pen.ts";

/** Declares it as a default, in `inject()` or in `parameterize()`, or asks for an input that is it. */
function declares(
  pen: Pen,
  place: NodePlace,
  { kind, input, code, read }: { kind: string; input: string; code: string; read: (name: string) => string },
): ReturnType<NodeShape> {
  const way = pen.pick("default", "inject", "input", "parameterize");
  const own = way === "input" ? input : `${place.name}_own`;
  const inner = (how = "") =>
    `(${list(...place.deps, `${own}${how === "" ? pen.type("any") : how}`)}) =>${pen.gap()}${value(pen, [...place.deps, read(own)], place.terms)}`;
  const { name } = place;
  const asks = [kind];
  if (way === "default") return { text: `export const ${name} = ${inner(` = ${code}`)};`, makes: [name], asks };
  if (way === "inject")
    return {
      text: `export const ${name} = inject({ ${own}: ${code} },${pen.gap()}${inner()});`,
      makes: [name],
      asks,
    };
  if (way === "input") return { text: `export const ${name} = ${inner()};`, makes: [name], asks };
  return {
    text: `export const ${name}_cases = parameterize({ ${name}: { ${own}: ${code} } }, ${inner()});`,
    makes: [name],
    asks,
  };
}

export const OUTSIDE_SHAPES: readonly NodeShape[] = [
  (pen, place) => {
    const at = pen.pick("0", "1");
    return declares(pen, place, {
      kind: `file${at}`,
      input: `data${at}`,
      code: `file(${pen.style(`"${FOLDER}f${at}.txt"`, `'${FOLDER}f${at}.txt'`)})`,
      read: (own) => `readFileSync(${own}.path, "utf8")`,
    });
  },
  (pen, place) => {
    const at = pen.pick("0", "1");
    return declares(pen, place, {
      kind: `variable${at}`,
      input: `token${at}`,
      code: `env(${pen.style(`"CELLAR_PROPERTY_${at}"`, `'CELLAR_PROPERTY_${at}'`)}${pen.pick("", ', { default: "d" }', ", { secret: true }")})`,
      read: (own) => `${own}.length, ${own}.toUpperCase()`,
    });
  },
  (pen, place) => ({
    text: `export const ${place.name} = cache({ seed: true }, (${list(...place.deps, `seed${pen.type()}`)}) =>${pen.gap()}${value(pen, [...place.deps, "seed"], place.terms)});`,
    makes: [place.name],
    asks: ["seed"],
  }),
];

export const SAVING_SHAPES: readonly NodeShape[] = [
  // What it gives may be the same where what it saves is not.
  (pen, place) => {
    const { declared, read } = parameters(pen, place);
    const target = `${place.name}_target`;
    const saved = `${place.name}_saved`;
    return {
      text: `export const ${saved} = dataSaver((${list(declared.replace(/,$/, ""), `${target} = "${FOLDER}out/${place.name}.txt"`)}) => { writeFileSync(${target}, String(${value(pen, read, place.terms)}));${pen.gap()}return { path: ${target}, rows: ${pen.number()} }; });
export const ${place.name} = (${saved}${pen.type("any")}) => ${pen.pick(`readFileSync(${saved}.path, "utf8")`, `${saved}.rows`, `readFileSync(${saved}.path, "utf8").length`)};`,
      makes: [place.name, saved],
      asks: ["saved"],
    };
  },
  (pen, place) => ({
    text: `export const ${place.name} = cache({ now: true }, (now${pen.type()}) =>${pen.gap()}now);`,
    makes: [place.name],
    asks: ["seed"],
    isMoment: true,
  }),
];

// Which constants, helpers and classes do random modules have? Each with how it is referred to.
import type { Pen } from "./pen.ts";

export interface PartShape {
  /** @param terms expressions of what it refers to; none of them needs a value */
  write(pen: Pen, name: string, terms: readonly string[]): string;
  /** An expression with `arg`, a number, that any code of the module may hold. */
  use(name: string, arg: string): string;
  /** A function of one value, which may be a step. */
  readonly isStep?: true;
}

const list = (...items: readonly string[]) => items.filter((item) => item !== "").join(", ");

export const PART_SHAPES: readonly PartShape[] = [
  { write: (pen, name) => `const ${name}${pen.type()} =${pen.gap()}${pen.number()}${pen.end()}`, use: (name) => name },
  { write: (pen, name) => `let ${name}${pen.type("string")} = ${pen.text()}${pen.end()}`, use: (name) => name },
  {
    write: (pen, name, terms) =>
      `const ${name} = \`${pen.pick("t", "u")}\${digest(${list(...terms, pen.number())})}\`;`,
    use: (name) => name,
  },
  {
    write: (pen, name) =>
      `const ${name}${pen.type("Record<string, any>")} = {${pen.gap()}rate: ${pen.number()}, ${pen.style("list", '"list"')}: [${pen.number()}, ${pen.text()}]${pen.style("", ",")} };`,
    use: (name) => `[${name}.rate, ${name}.list]`,
  },
  {
    write: (pen, name, terms) =>
      `const ${name} = [${list(pen.number(), ...terms)}].map((x${pen.type("any")}) =>${pen.gap()}digest(x, ${pen.number()}));`,
    use: (name) => name,
  },
  {
    write: (pen, name) => `const ${name} = new Map${pen.style("", "<string, number>")}([["k", ${pen.number()}]]);`,
    use: (name) => `${name}.get("k")`,
  },
  {
    write: (pen, name) => `enum ${name} {${pen.gap()}A = ${pen.pick("1", "2", "7")}, B${pen.style("", ",")} }`,
    use: (name) => `${name}.B`,
  },
  {
    write: (pen, name, terms) =>
      `function ${name}${pen.style("", "<T>")}(x${pen.type()}, k = ${pen.number()})${pen.type()} {${pen.gap()}return digest(${list("x", "k", ...terms)}) ${pen.pick("+", "-", "*")} ${pen.told("k")}${pen.end()}}`,
    use: (name, arg) => `${name}(${arg})`,
    isStep: true,
  },
  {
    write: (pen, name, terms) =>
      `const ${name} = (given: any)${pen.type()} => (({ a, b: [c] = [${pen.number()}], ...rest }: any) =>${pen.style("", " ", "\n")}digest(${list("a", "c", "rest", ...terms)}))(given);`,
    use: (name, arg) => `${name}({ a: ${arg}, z: 1 })`,
  },
  {
    write: (pen, name, terms) => `class ${name} {
  static unit = ${pen.text()}${pen.end()}
  #own${pen.type()} = ${pen.number()};
  constructor(readonly x: number) {}
  value(${pen.style("this: any, ", "")}more${pen.type()}) {${pen.gap()}return digest(${list("this.x", "this.#own", "more", `${name}.unit`, ...terms)}); }
}`,
    use: (name, arg) => `new ${name}(${arg}).value(2)`,
  },
  {
    write: (pen, name, terms) => `class ${name}_base { value() { return ${list(pen.number())}; } }
class ${name} extends ${name}_base${pen.style("", " implements Object")} { ${pen.style("", "override ")}value()${pen.type()} { return digest(${list(`super.value() ${pen.pick("+", "*")} 3`, ...terms)}); } }`,
    use: (name) => `new ${name}().value()`,
  },
  {
    write: (pen, name) =>
      `const ${name} = ((k${pen.type()}) => (x${pen.type()}) =>${pen.gap()}digest(x ${pen.pick("+", "-")} k))(${pen.number()});`,
    use: (name, arg) => `${name}(${arg})`,
  },
  {
    write: (pen, name, terms) =>
      `function ${name}(n: number)${pen.type()} { if (n <= 0) return digest(${list(pen.number(), ...terms)});${pen.gap()}return ${name}(n - 1) ${pen.pick("+", "*")} 2${pen.end()}}`,
    use: (name) => `${name}(3)`,
  },
  {
    write: (pen, name, terms) =>
      `function ${name}(n: number): number { return n <= 0 ? ${pen.number()} : ${name}_other(n - 1); }
const ${name}_other = (n${pen.type()})${pen.type()} => digest(${list(`${name}(n - 1)`, pen.number(), ...terms)});`,
    use: (name) => `${name}(4)`,
  },
  {
    write: (pen, name, terms) =>
      `function* ${name}(x${pen.type()}) { yield x;${pen.gap()}yield* [${list(pen.number(), ...terms)}]; }`,
    use: (name, arg) => `[...${name}(${arg})]`,
  },
  {
    write: (pen, name) => `const ${name} = /${pen.pick("a+", "b", "a*?b", "[ab]")}/${pen.pick("", "i", "u")};`,
    use: (name) => `"caab".replace(${name}, "-")`,
  },
  {
    write: (pen, name, terms) =>
      `const ${name} = { scale(x${pen.type()}) {${pen.gap()}return digest(${list("x", pen.number(), ...terms)}); }, get more()${pen.type()} { return ${pen.number()}; } };`,
    use: (name, arg) => `${name}.scale(${arg}) + ${name}.more`,
  },
  {
    write: (pen, name, terms) => `function ${name}(x${pen.type("unknown")}) {
  const digest2 = ${pen.told("digest")};
  switch (Number(x) % ${pen.pick("2", "3")}) {${pen.gap()}case 0: return ${pen.text()}; default: try { return digest2(${list("x", ...terms)}); } finally { ${pen.style("", ";")} } }
}`,
    use: (name, arg) => `${name}(${arg})`,
    isStep: true,
  },
];

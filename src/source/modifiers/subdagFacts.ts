// What does `subdag()` say: which modules, tied to what, with which config?
import type { Expression, SourceFile } from "typescript";
import { didYouMean } from "../../nearest.ts";
import { compiler } from "../compiler.ts";
import type { BoundFacts, SubdagFacts } from "../facts.ts";
import { staticImports } from "../imports.ts";
import { unwrap } from "../shape.ts";

const OPTIONS = ["modules", "inputs", "config"] as const;
const EXAMPLE =
  'subdag({ modules: [sales], inputs: { region: "north", rows: source("northRows") } }, (total) => total)';

export interface SubdagReaders {
  /** Or what is wrong, in a sentence. */
  readonly bound: (expression: Expression) => Readonly<Record<string, BoundFacts>> | string | undefined;
  readonly literal: (expression: Expression) => { readonly literal: unknown } | undefined;
}

/** @param entries of the options, as written; undefined where they are not written out @returns or what is wrong, in a sentence */
export function subdagFacts(
  entries: readonly (readonly [string, Expression])[] | undefined,
  { bound, literal }: SubdagReaders,
): SubdagFacts | string {
  if (entries === undefined)
    return `subdag() takes its options first, written out so that they can be read without running them: \`${EXAMPLE}\`.`;
  const unknown = entries.find(([name]) => !OPTIONS.includes(name as (typeof OPTIONS)[number]));
  if (unknown !== undefined)
    return `subdag() has no option \`${unknown[0]}\`.${didYouMean(unknown[0], OPTIONS)} It takes \`modules\`, \`inputs\` and \`config\`.`;
  const given = Object.fromEntries(entries);
  const modules = modulesIn(given["modules"]);
  if (typeof modules === "string") return modules;
  const inputs = given["inputs"] === undefined ? {} : bound(given["inputs"]);
  if (inputs === undefined) return `subdag({ inputs }) takes an object that is written out: \`${EXAMPLE}\`.`;
  if (typeof inputs === "string") return inputs;
  const coded = Object.entries(inputs).find(([, value]) => "code" in value);
  if (coded !== undefined)
    return `subdag({ inputs: { ${coded[0]} } }) is a value that is written out, or \`source("name")\` of a node or input.`;
  const config = given["config"] === undefined ? { literal: {} } : literal(given["config"]);
  if (typeof config?.literal !== "object" || config.literal === null || Array.isArray(config.literal))
    return 'subdag({ config }) takes an object that is written out: `config: { mode: "fast" }`.';
  return {
    modules,
    inputs: inputs as SubdagFacts["inputs"],
    config: config.literal as Readonly<Record<string, unknown>>,
  };
}

/** Names that the file imports as whole modules. */
function modulesIn(expression: Expression | undefined): SubdagFacts["modules"] | string {
  const ts = compiler();
  const held = expression === undefined ? undefined : unwrap(expression);
  if (held === undefined || !ts.isArrayLiteralExpression(held) || held.elements.length === 0)
    return `subdag({ modules }) is a list of imported modules: \`${EXAMPLE}\`.`;
  const found: { local: string; specifier: string }[] = [];
  for (const element of held.elements) {
    const local = unwrap(element).getText();
    const specifier = specifierOf(local, held.getSourceFile());
    if (specifier === undefined)
      return `subdag({ modules }) takes modules that are imported as a whole, so that their text can be read: \`import * as ${/^\w+$/.test(local) ? local : "sales"} from "./sales"\`; \`${local}\` is none.`;
    if (found.some((other) => other.specifier === specifier)) return `subdag({ modules }) names \`${local}\` twice.`;
    found.push({ local, specifier });
  }
  return found;
}

function specifierOf(local: string, file: SourceFile): string | undefined {
  return staticImports(file).find((each) => each.local === local && each.imported === "*" && !each.typeOnly)?.specifier;
}

// Which function does an option of a modifier name: one of the module, or an import?
import type { Expression } from "typescript";
import { didYouMean } from "../../nearest.ts";
import { compiler } from "../compiler.ts";
import { hasModifier } from "../erased.ts";
import { staticImports } from "../imports.ts";
import { nodeFunctionsOf } from "../nodeFunction.ts";
import { parametersOf } from "../parameters.ts";
import { shortText } from "../place.ts";
import { returnsOf } from "../returns.ts";
import { unwrap } from "../shape.ts";
import type { TopLevel } from "../topLevel.ts";
import { Fault } from "./optionText.ts";
import type { NamedFunction } from "./stepFacts.ts";

/** @param by the modifier's word, for a sentence */
export function functionNamed(expression: Expression, by: string, top: TopLevel): NamedFunction | Fault {
  const held = unwrap(expression);
  const said = `${by}(${shortText(expression)})`;
  if (!compiler().isIdentifier(held))
    return new Fault(
      `${said} takes the name of a function of this module, so that its code counts: declare it with a name.`,
    );
  const name = held.text;
  const declared = top.declared.get(name);
  const [found, ...others] = declared === undefined ? [] : nodeFunctionsOf(declared, top);
  if (found === undefined) return notDeclared(expression, name, said, top);
  if (others.length > 0 || found.piece.variant !== undefined)
    return new Fault(`${said}: \`${name}\` is chosen by oneOf(); name the variant that you mean.`);
  const { function: fn, part } = found;
  const { parameters, problems } = parametersOf(name, fn.parameters);
  if (problems[0] !== undefined) return new Fault(problems[0].message);
  const returns = returnsOf(fn);
  return {
    part,
    parameters,
    async: hasModifier(fn, "AsyncKeyword"),
    generator: fn.asteriskToken !== undefined,
    ...(returns === undefined ? {} : { returns }),
  };
}

function notDeclared(expression: Expression, name: string, said: string, top: TopLevel): NamedFunction | Fault {
  const imports = staticImports(expression.getSourceFile());
  const imported = imports.find(({ local, typeOnly }) => local === name && !typeOnly);
  if (imported !== undefined && imported.imported !== "*" && !top.declared.has(name))
    return { part: name, parameters: undefined, async: false, generator: false };
  const functions = [...top.declared.values()].flatMap((declared) =>
    nodeFunctionsOf(declared, top).length > 0 ? [declared.name] : [],
  );
  const near = didYouMean(name, [...functions, ...imports.flatMap(({ local }) => local ?? [])]);
  const what = top.declared.has(name) ? "is no function that is written here" : "is no function of this module";
  return new Fault(`${said}: \`${name}\` ${what}.${near} It is to be declared here or imported.`);
}

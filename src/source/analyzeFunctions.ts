// What can be known of functions whose module has no source? Their parameters, from their own text.
import type { Node, SourceFile } from "typescript";
import { compiler } from "./compiler.ts";
import { hasModifier } from "./erased.ts";
import { FACTS_VERSION, type FunctionsFacts, type NodeFacts, type Problem } from "./facts.ts";
import { parametersOf } from "./parameters.ts";
import { parse } from "./parse.ts";
import { unwrap } from "./shape.ts";

/**
 * Reads functions from what `Function.prototype.toString` gives. They are nodes with parameters and no more:
 * what they reach is unknown, so they have no code version and always execute.
 *
 * @param functions text by name
 */
export function analyzeFunctions(functions: Readonly<Record<string, string>>): FunctionsFacts {
  const nodes: NodeFacts[] = [];
  const problems: Problem[] = [];
  for (const [name, text] of Object.entries(functions)) {
    const found = functionIn(text);
    if (found === undefined) {
      problems.push({ code: "bad-source", message: noFunction(name, text), node: name, line: 1, column: 1 });
      continue;
    }
    const read = parametersOf(name, found.parameters);
    problems.push(...read.problems);
    nodes.push({
      name,
      part: name,
      parameters: read.parameters,
      async: hasModifier(found, "AsyncKeyword"),
      generator: found.asteriskToken !== undefined,
      line: 1,
      column: 1,
    });
  }
  return { version: FACTS_VERSION, nodes, problems };
}

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/;

function noFunction(name: string, text: string): string {
  if (NATIVE.test(text))
    return `\`${name}\` is a native or bound function, whose parameters cannot be known: wrap it, \`(a, b) => ${name}(a, b)\`.`;
  if (/^class\b/.test(text))
    return `\`${name}\` is a class, and a node is a function: write a function that makes the instance.`;
  return `The parameters of \`${name}\` cannot be read from its text: write it as \`function ${name}(…) { … }\`.`;
}

type FunctionNode = Node & {
  readonly parameters: Parameters<typeof parametersOf>[1];
  readonly asteriskToken?: Node;
};

/** A function stands alone as an expression, a method only inside an object. */
function functionIn(text: string): FunctionNode | undefined {
  if (NATIVE.test(text)) return undefined;
  const ts = compiler();
  const alone = firstExpression(parse(`(${text}\n)`, "function.js"));
  if (alone !== undefined && (ts.isFunctionExpression(alone) || ts.isArrowFunction(alone)))
    return alone as FunctionNode;
  const object = firstExpression(parse(`({${text}\n})`, "function.js"));
  const method = object !== undefined && ts.isObjectLiteralExpression(object) ? object.properties[0] : undefined;
  return method !== undefined && ts.isMethodDeclaration(method) ? (method as unknown as FunctionNode) : undefined;
}

function firstExpression({ file, problem }: { file: SourceFile; problem?: Problem }): Node | undefined {
  const ts = compiler();
  const statement = file.statements[0];
  if (problem !== undefined || statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  return unwrap(statement.expression);
}

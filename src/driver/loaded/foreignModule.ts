// What can be done with a module whose source is not known? Its functions are nodes that always execute (R10).
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isWrapped } from "../../dataflow/modifiers/wrap.ts";
import { type AnyFunction, attachModule, type ModuleInstance } from "../../dataflow/module.ts";
import { codeVersionOf } from "../../identity/codeVersion.ts";
import { digestOf } from "../../identity/digest.ts";
import { analyzeFunctions, type ModuleFacts, type PartFacts } from "../../source/index.ts";

let count = 0;

/**
 * A namespace of which no text is known, or an object of functions.
 *
 * @param at its place among the modules, from 0, where it has no name
 * @param lack why its source is not known
 */
export function foreignModule(namespace: object, at: number, lack: { why: string; url?: string }): ModuleInstance {
  const functions = Object.entries(namespace).filter(
    (entry): entry is [string, AnyFunction] => typeof entry[1] === "function",
  );
  const texts = Object.fromEntries(functions.map(([name, fn]) => [name, Function.prototype.toString.call(fn)]));
  const wrapped = functions.flatMap(([name, fn]) => (isWrapped(fn) ? [name] : []));
  const facts = withoutModifiers(factsOf(texts), wrapped);
  const text = Object.values(texts).join("\n");
  const name = lack.url === undefined ? `module ${at + 1}` : path.parse(fileURLToPath(lack.url)).name;
  const known = {
    constantVersion: () => ({ refusal: "its source is not known" }),
    literalChange: () => undefined,
    propertyVersions: () => new Map(),
    importVersion: () => ({ kind: "builtin" as const }),
  };
  const module: ModuleInstance = {
    id: --count,
    name,
    origin: name,
    cell: undefined,
    folder: process.cwd(),
    text,
    sourceDigest: digestOf("source/1", text),
    facts,
    hasSource: false,
    sourceLack: lack.why,
    isEvaluated: false,
    isLoaded: true,
    hasFacts: () => true,
    offerFacts: () => {},
    load: () => {},
    functionOf: (fn) => (namespace as Record<string, AnyFunction>)[fn]!,
    valueOf: (value) => (namespace as Record<string, unknown>)[value],
    defaultOf: () => undefined,
    codeVersionOf: (fn, mode) => codeVersionOf(facts, fn, mode, known),
    moduleVersion: () => ({ version: digestOf("source/1", text), mentions: new Set(), hasEffects: false }),
    isVolatile: () => false,
    stateChanged: () => undefined,
    sharesState: () => false,
  };
  attachModule(namespace, module);
  return module;
}

/** What a modifier made has a text of the engine's, which says nothing of the node. */
function withoutModifiers(facts: ModuleFacts, wrapped: readonly string[]): ModuleFacts {
  if (wrapped.length === 0) return facts;
  const problems = wrapped.map((node) => ({
    code: "bad-modifier" as const,
    message: `\`${node}\` is made by modifiers, which are read from the module's text, and that is not known: start with \`node --import cellar/register\`.`,
    node,
    line: 1,
    column: 1,
  }));
  const others = facts.problems.filter(({ node }) => node === undefined || !wrapped.includes(node));
  return { ...facts, problems: [...problems, ...others] };
}

/** Nodes as the functions' own texts tell them; each is its own part, and nothing that it reaches is known. */
function factsOf(texts: Readonly<Record<string, string>>): ModuleFacts {
  const { version, nodes, problems } = analyzeFunctions(texts);
  const parts = Object.fromEntries(
    nodes.map(({ name, line, column }) => {
      const text = texts[name] ?? "";
      const part: PartFacts = {
        name,
        line,
        column,
        class: "function",
        digest: digestOf("function text/1", text),
        text,
        refs: [],
        doubts: [],
        mentions: [],
        exported: true,
      };
      return [name, part];
    }),
  );
  return { version, nodes, problems, parts, imports: [], exports: [], js: "", map: "", topLevelAwait: false };
}

// What can be done with a module whose source is not known? Its functions are nodes that always execute (R10).
import { type AnyFunction, attachModule, type ModuleInstance } from "../dataflow/module.ts";
import { codeVersionOf } from "../identity/codeVersion.ts";
import { digestOf } from "../identity/digest.ts";
import { analyzeFunctions, type ModuleFacts, type PartFacts } from "../source/index.ts";

let count = 0;

/** A namespace that no loader of ours made, e.g. from a plain `import * as m from "./m.js"`. */
export function foreignModule(namespace: object, at: number): ModuleInstance {
  const functions = Object.entries(namespace).filter(
    (entry): entry is [string, AnyFunction] => typeof entry[1] === "function",
  );
  const texts = Object.fromEntries(functions.map(([name, fn]) => [name, Function.prototype.toString.call(fn)]));
  const facts = factsOf(texts);
  const text = Object.values(texts).join("\n");
  const name = `module ${at + 1}`;
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

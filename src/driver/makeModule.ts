// How does a text become a module instance? Facts when they are asked for, values when they are needed.
import type { ClassTable, Digest } from "../contracts.ts";
import type { AnyFunction, ModuleInstance } from "../dataflow/module.ts";
import {
  type CodeMode,
  type CodeVersion,
  codeVersionOf,
  type ImportVersion,
  type KnownByLoading,
  moduleVersionOf,
} from "../identity/codeVersion.ts";
import { digestOf } from "../identity/digest.ts";
import { analyzeModule, type ModuleFacts } from "../source/index.ts";
import { deepFreeze } from "../values/deepFreeze.ts";
import { registerClass } from "./classes.ts";
import { makeConstants } from "./constants.ts";
import { type Exports, evaluate, type Require } from "./evaluate.ts";

export interface ModuleText {
  readonly text: string;
  readonly name: string;
  readonly origin: string;
  readonly cell: string | undefined;
  readonly folder: string;
  /** Shown in stack traces and mapped to the text. */
  readonly fileName: string;
}

/** What the module gets from outside. */
export interface ModuleWorld {
  readonly classes: ClassTable;
  readonly require: Require;
  importVersionOf(specifier: string): ImportVersion;
  /** Settles what the imports mean and loads what only `import()` can; a promise only where it must. */
  prepare(facts: ModuleFacts): void | Promise<void>;
  /** Can what it imports change without any text changing? */
  importsAreVolatile(): boolean;
  /** Called when the text is about to be evaluated, so that stack frames can be mapped. */
  onEvaluate(fileName: string, facts: ModuleFacts): void;
}

interface Hidden {
  readonly scope: Readonly<Record<string, () => unknown>>;
  readonly defaults: Readonly<Record<string, (...earlier: readonly unknown[]) => unknown>>;
}

const HIDDEN = "$cellar";
let count = 0;

export function makeModule(about: ModuleText, world: ModuleWorld): ModuleInstance & { readonly exports: Exports } {
  const sourceDigest: Digest = digestOf("source/1", about.text);
  let known: ModuleFacts | undefined;
  let exports: Exports | undefined;
  let hidden: Hidden | undefined;
  let loading: Promise<void> | undefined;
  const codes = new Map<string, CodeVersion>();
  const constants = makeConstants((name) => module.valueOf(name), world.classes);

  const knownByLoading: KnownByLoading = {
    constantVersion: (constant) => constants.versionOf(constant),
    propertyVersions: (owner) => constants.propertyVersions(owner),
    importVersion: (facts) => world.importVersionOf(facts.specifier),
  };

  const module = {
    id: ++count,
    name: about.name,
    origin: about.origin,
    cell: about.cell,
    folder: about.folder,
    text: about.text,
    sourceDigest,
    hasSource: true,
    get facts() {
      known ??= analyzeModule(about.text, { fileName: about.fileName });
      return known;
    },
    get isLoaded() {
      return exports !== undefined;
    },
    get exports() {
      if (exports === undefined) throw new Error(`module ${about.name} is not loaded`);
      return exports;
    },
    hasFacts: () => known !== undefined,
    offerFacts(facts: ModuleFacts) {
      known ??= facts;
    },
    load(): void | Promise<void> {
      if (exports !== undefined) return;
      if (loading !== undefined) return loading;
      const preparing = world.prepare(module.facts);
      const done = preparing instanceof Promise ? preparing.then(evaluateText) : evaluateText();
      if (!(done instanceof Promise)) return settle(done);
      loading = done.then(settle);
      return loading;
    },
    functionOf: (name: string) => module.exports[name] as AnyFunction,
    valueOf(name: string) {
      const [owner = "", ...property] = name.split(".");
      const value = hidden?.scope[owner]?.();
      return property.length === 0 ? value : (value as Record<string, unknown>)[property.join(".")];
    },
    defaultOf: (node: string, parameter: string, earlier: readonly unknown[]) =>
      hidden?.defaults[`${node}.${parameter}`]?.(...earlier),
    codeVersionOf(name: string, mode: CodeMode): CodeVersion {
      const key = `${mode}:${name}`;
      const before = codes.get(key);
      if (before !== undefined && !before.constants.some(constants.isVolatile) && !world.importsAreVolatile())
        return before;
      const now = codeVersionOf(module.facts, name, mode, knownByLoading);
      if (before?.version === now.version) return before;
      codes.set(key, now);
      return now;
    },
    moduleVersion: () => moduleVersionOf(module.facts, knownByLoading),
    isVolatile: () => constants.hasVolatile() || world.importsAreVolatile(),
  };

  function evaluateText(): Exports | Promise<Exports> {
    const { facts } = module;
    world.onEvaluate(about.fileName, facts);
    return evaluate(facts.js, { ...about, require: world.require, topLevelAwait: facts.topLevelAwait });
  }

  function settle(done: Exports): void {
    hidden = done[HIDDEN] as Hidden | undefined;
    delete done[HIDDEN];
    exports = done;
    for (const part of Object.values(module.facts.parts)) {
      if (part.class === "literal") deepFreeze(module.valueOf(part.name));
      if (part.class !== "class" || part.instances?.versionable !== true) continue;
      const value = module.valueOf(part.name);
      if (typeof value !== "function") continue;
      const { version } = module.codeVersionOf(part.name, "closure");
      registerClass((value as { prototype: object }).prototype, { name: part.name, code: version }, module);
    }
  }

  return module;
}

// How does a text become a module instance? Facts when they are asked for, values when they are needed.
import type { ClassTable, CodePart, Digest } from "../../contracts.ts";
import type { AnyFunction, ModuleInstance } from "../../dataflow/module.ts";
import {
  type CodeMode,
  type CodeVersion,
  codeVersionOf,
  type ImportVersion,
  type KnownByLoading,
  type ModuleVersion,
  moduleVersionOf,
} from "../../identity/codeVersion.ts";
import { digestOf } from "../../identity/digest.ts";
import { analyzeModule, type ModuleFacts } from "../../source/index.ts";
import { adoptClasses, registerClass } from "./classes.ts";
import { type Constants, currentLook, lookAgain, makeConstants, NOT_LOADED } from "./constants.ts";
import { type Exports, evaluate, type Import, type Require } from "./evaluate.ts";
import { makeOwnObjects, rootsIn } from "./ownObjects.ts";

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
  readonly import: Import;
  importVersionOf(specifier: string): ImportVersion;
  /** Settles what the imports mean and loads what only `import()` can; a promise only where it must. */
  prepare(facts: ModuleFacts): void | Promise<void>;
  /** Can what it imports change without any text changing? */
  importsAreVolatile(): boolean;
  importedCells(): Iterable<ModuleInstance>;
  /** What imported files and cells hold, as far as they are loaded. */
  importedData(): Iterable<unknown>;
  /** @see ModuleInstance.importedModule */
  importedModule: NonNullable<ModuleInstance["importedModule"]>;
  /** Takes back what the imports mean: the module could not be loaded, and they may have been the reason. */
  forgetImports(): void;
  /** In words: which module, at which line, and the error itself as the cause. */
  loadError(error: unknown, facts: ModuleFacts): Error;
  /** Called when the text is about to be evaluated, so that stack frames can be mapped. */
  onEvaluate(fileName: string, facts: ModuleFacts): void;
  /** What somebody else has evaluated from that same text; then it is not evaluated here. */
  readonly evaluated?: { readonly exports: Exports; readonly hidden: Hidden; readonly constants: Constants };
}

/** What a module's own names and the defaults of its nodes' parameters are, exported or not. */
export interface Hidden {
  readonly scope: Readonly<Record<string, () => unknown>>;
  readonly defaults: Readonly<Record<string, () => unknown>>;
}

/** What a module's code sets beside its exports, for the loader. */
export const HIDDEN = "$cellar";
const IMPORTS: ReadonlySet<CodePart["kind"]> = new Set(["package", "file", "cell"]);
let count = 0;

/** What a loader knows of its own modules. */
export interface OwnModule extends ModuleInstance {
  readonly exports: Exports;
  /** What hangs at its names, exported or not, and in what it imports; empty until it is loaded. */
  data(): Iterable<unknown>;
}

export function makeModule(about: ModuleText, world: ModuleWorld): OwnModule {
  const sourceDigest: Digest = digestOf("source/1", about.text);
  let known: ModuleFacts | undefined;
  let exports: Exports | undefined;
  let hidden: Hidden | undefined;
  let loading: Promise<void> | undefined;
  let hasFailed = false;
  /** Asked for by each node of each module that imports this one. */
  let ownVersion: { readonly version: ModuleVersion; readonly look: number } | undefined;
  const codes = new Map<string, CodeVersion>();
  /** The states of the constants as they were when a code version was told. */
  const statesOf = new WeakMap<CodeVersion, ReadonlyMap<string, string>>();
  const constants =
    world.evaluated?.constants ??
    makeConstants((name) => (exports === undefined ? NOT_LOADED : module.valueOf(name)), world.classes);
  const own = makeOwnObjects(() => module.data(), world.classes);

  const knownByLoading: KnownByLoading = {
    constantVersion: (constant) => constants.versionOf(constant),
    literalChange: (constant) => constants.changeOf(constant),
    propertyVersions: (owner) => constants.propertyVersions(owner),
    importVersion: (facts) => world.importVersionOf(facts.specifier),
  };

  const module = {
    id: ++count,
    name: about.name,
    origin: about.origin,
    cell: about.cell,
    folder: about.folder,
    ...(world.evaluated === undefined ? { fileName: about.fileName } : {}),
    text: about.text,
    sourceDigest,
    hasSource: true,
    isEvaluated: world.evaluated !== undefined,
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
      if (hasFailed) world.forgetImports(); // they may be others now, or be there at last
      hasFailed = false;
      try {
        const preparing = world.prepare(module.facts);
        const done = preparing instanceof Promise ? preparing.then(evaluateText) : evaluateText();
        if (!(done instanceof Promise)) return settle(done);
        loading = done.then(settle).catch(giveUp);
        return loading;
      } catch (error) {
        giveUp(error);
      }
    },
    functionOf: (name: string) => module.exports[name] as AnyFunction,
    valueOf: (name: string) => valueIn(hidden, name),
    defaultOf: (node: string, parameter: string, variant?: number) =>
      hidden?.defaults[`${node}${variant === undefined ? "" : `#${variant}`}.${parameter}`]?.(),
    codeVersionOf(name: string, mode: CodeMode): CodeVersion {
      const key = `${mode}:${name}`;
      const before = codes.get(key);
      own.lookAgain();
      if (before !== undefined && changeIn(before) === undefined) return before;
      const now = codeVersionOf(module.facts, name, mode, knownByLoading);
      const code = before?.version === now.version ? before : now;
      statesOf.set(code, new Map(now.constants.map((constant) => [constant, constants.stateOf(constant)])));
      codes.set(key, code);
      return code;
    },
    moduleVersion(): ModuleVersion {
      if (ownVersion === undefined || (ownVersion.look !== currentLook() && module.isVolatile()))
        ownVersion = { version: moduleVersionOf(module.facts, knownByLoading), look: currentLook() };
      return ownVersion.version;
    },
    isVolatile: () => constants.hasVolatile() || world.importsAreVolatile(),
    stateChanged(told: CodeVersion): string | undefined {
      lookAgain();
      return changeIn(told);
    },
    importedModule: world.importedModule,
    sharesState: (value: unknown) => own.areIn(value),
    *data(): Iterable<unknown> {
      if (exports === undefined) return;
      for (const { name, class: kind } of Object.values(module.facts.parts))
        if (kind !== "import" && kind !== "statements") yield* rootsIn(module.valueOf(name));
      yield* world.importedData();
    },
  };

  function changeIn(told: CodeVersion): string | undefined {
    for (const [name, state] of statesOf.get(told) ?? [])
      if (constants.stateOf(name) !== state) return `the constant \`${name}\` changed`;
    const imported = told.parts.filter(({ kind }) => IMPORTS.has(kind));
    const other = imported.find(({ name, digest }) => importDigest(name) !== digest);
    return other === undefined ? undefined : `the imported \`${other.name}\` changed`;
  }

  function importDigest(specifier: string): string {
    const now = world.importVersionOf(specifier);
    return "version" in now ? now.version : now.kind;
  }

  /** The next `load` tries again. */
  function giveUp(error: unknown): never {
    loading = undefined;
    exports = undefined;
    hidden = undefined;
    hasFailed = true;
    ownVersion = undefined;
    throw world.loadError(error, module.facts);
  }

  function evaluateText(): Exports | Promise<Exports> {
    const { facts } = module;
    if (world.evaluated !== undefined) return withHidden(world.evaluated);
    world.onEvaluate(about.fileName, facts);
    return evaluate(facts.js, {
      ...about,
      require: world.require,
      import: world.import,
      topLevelAwait: facts.topLevelAwait,
    });
  }

  function settle(done: Exports): void {
    hidden = done[HIDDEN] as Hidden | undefined;
    delete done[HIDDEN];
    exports = done;
    for (const cell of world.importedCells()) adoptClasses(cell, module);
    const parts = Object.values(module.facts.parts);
    constants.watch(parts.flatMap((part) => (part.class === "literal" ? [part.name] : [])));
    for (const part of parts) {
      if (part.class !== "class" || part.instances?.versionable !== true) continue;
      const value = module.valueOf(part.name);
      if (typeof value !== "function") continue;
      const { version } = module.codeVersionOf(part.name, "closure");
      registerClass((value as { prototype: object }).prototype, { name: part.name, code: version }, module);
    }
  }

  return module;
}

/** The exports stay live: what is assigned anew to one is seen. */
function withHidden({ exports, hidden }: NonNullable<ModuleWorld["evaluated"]>): Exports {
  const value = { value: hidden, configurable: true };
  return Object.create(null, { ...Object.getOwnPropertyDescriptors(exports), [HIDDEN]: value }) as Exports;
}

/** @param name a top-level name, or a property, `Class.property` */
export function valueIn(hidden: Hidden | undefined, name: string): unknown {
  const [owner = "", ...property] = name.split(".");
  const value = hidden?.scope[owner]?.();
  return property.length === 0 ? value : (value as Record<string, unknown>)[property.join(".")];
}

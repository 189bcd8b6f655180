// How do texts become modules, and what do their imports mean? One loader per notebook or script.
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";
import { attachModule } from "../../dataflow/module.ts";
import { refuseProblems } from "../../dataflow/problems.ts";
import { isCellarError } from "../../errors.ts";
import type { ModuleVersion } from "../../identity/codeVersion.ts";
import { isByImportCall, type ModuleFacts } from "../../source/index.ts";
import { resolvePackagesFrom } from "../../values/loadedPackage.ts";
import { lackOf, refuseLack } from "../imports/importLack.ts";
import { importTarget, namespaceOf, withDefault } from "../imports/interop.ts";
import { type Link, type PackageUse, settledLink } from "../imports/link.ts";
import { byFolder, type LinkedVersion, packageImport } from "../imports/packageImport.ts";
import { type PackageVersion, packageName } from "../imports/packageVersion.ts";
import { resolveFile } from "../imports/resolveFile.ts";
import { resolveWithNode } from "../imports/resolveWithNode.ts";
import { classes } from "./classes.ts";
import { describeModule } from "./describeModule.ts";
import { ENGINE, loadEngine, theEngine } from "./engine.ts";
import { type Import, scriptHash } from "./evaluate.ts";
import { makeFileModules } from "./fileModules.ts";
import { lazyNamespace } from "./lazyNamespace.ts";
import { loadError } from "./loadError.ts";
import { makeLocalFiles } from "./localFiles.ts";
import { makeModule, type OwnModule } from "./makeModule.ts";

export interface LoadedModule {
  readonly name: string;
  /** The exports; drivers are built from it. */
  readonly namespace: object;
  readonly nodes: readonly string[];
  /** Exported functions that nodes are made of. */
  readonly functions: readonly string[];
  /** What the functions ask for, by the name of what they read. */
  readonly parameters: readonly {
    readonly function: string;
    readonly name: string;
    readonly index: number;
    readonly optional: boolean;
    /** Of one of several functions of that name, or of a step: the type of the function does not tell its own. */
    readonly isOfVariant?: true;
  }[];
}

export interface Loader {
  /**
   * Analyses a text and evaluates it once as module `name`; later imports of `./name` mean this module.
   *
   * @throws CellarError `bad-source`, `free-name`, `bad-parameter`, `duplicate`, with the place in the text
   */
  loadModule(text: string, options: { readonly name: string; readonly cell?: string }): Promise<LoadedModule>;
  /** What `import … from specifier` means in a file or cell of folder `from`. */
  require(specifier: string, from: string): unknown;
  /** Imports beforehand what only `import()` can load: modules that await at their top level or export for import only. */
  prepare(specifiers: readonly string[], from: string): Promise<void>;
  /**
   * Source map, shown name and, of a module, text of an evaluated file, to map stack frames.
   *
   * @param scriptHash V8's hash of the script that a frame belongs to; the latest of that name where it is not known
   */
  sourceOf(fileName: string, scriptHash?: string): EvaluatedSource | undefined;
}

export interface EvaluatedSource {
  readonly map: string;
  readonly name: string;
  readonly text: string | undefined;
}

export interface LoaderOptions {
  /** Folder in which cells' imports are resolved. */
  readonly root: string;
  /** Modules that are given, whatever is installed, e.g. `cellar` itself. */
  readonly provide?: Readonly<Record<string, unknown>>;
}

type Evaluable = Pick<ModuleFacts, "js" | "map" | "topLevelAwait">;

const ONLY_BY_IMPORT = new Set([
  "ERR_REQUIRE_ESM",
  "ERR_REQUIRE_ASYNC_MODULE",
  "ERR_PACKAGE_PATH_NOT_EXPORTED",
  "ERR_PACKAGE_IMPORT_NOT_DEFINED",
  "ERR_INVALID_PACKAGE_TARGET",
]);

/**
 * Makes a loader for the cells of one notebook, or the texts of one script.
 *
 * @returns a loader that knows no module yet; nothing is read before it is asked
 */
export function createLoader(
  options: LoaderOptions,
): Loader & { makeInstance(text: string, about: InstanceOptions): LazyModule } {
  const cells = new Map<string, LazyModule>();
  const imported = new Map<string, unknown>();
  const moduleOfFile = makeFileModules(options.root, makeInstance);
  const sources = new Map<string, EvaluatedSource>();
  const note = (fileName: string, { js, map, topLevelAwait }: Evaluable, text?: string) => {
    const source = { map, name: path.relative(options.root, fileName), text };
    for (const key of [fileName, `${fileName}\0${scriptHash(js, { topLevelAwait })}`]) sources.set(key, source);
  };
  const files = makeLocalFiles({
    linkOf: (specifier, from) => linkOf(specifier, from, byFolder),
    localFile,
    versionText,
    onEvaluate: (fileName, facts) => note(fileName, facts),
    importBy,
  });

  function cellOf(specifier: string, from: string): LazyModule | undefined {
    return specifier.startsWith(".")
      ? cells.get(path.resolve(from, specifier).replace(/\.[cm]?[jt]s$/, ""))
      : undefined;
  }

  const provided = options.provide ?? {};

  function localFile(specifier: string, from: string): string | undefined {
    const isOther = Object.hasOwn(provided, specifier) || isBuiltin(specifier) || cellOf(specifier, from) !== undefined;
    // The engine itself is one in a process, also for a script of its own repository.
    return isOther || packageName(specifier) === "cellar" ? undefined : resolveFile(specifier, from);
  }

  /** @param linkedVersion how the files of a package that is a link count */
  function linkOf(specifier: string, from: string, linkedVersion: LinkedVersion): Link {
    if (Object.hasOwn(provided, specifier))
      return settledLink({ kind: "builtin" }, () => provided[specifier], { runBy: "us" });
    if (isBuiltin(specifier)) return settledLink({ kind: "builtin" }, () => requireFrom(from)(specifier));
    const cell = cellOf(specifier, from);
    if (cell !== undefined) {
      const { instance, namespace } = cell;
      const version = () => ({ kind: "cell", ...instance.moduleVersion() }) as const;
      const { isVolatile, data, load } = instance;
      return {
        version,
        exports: () => namespace,
        module: () => instance,
        lackOf: (name) => lackOf(name, specifier, instance, namespace),
        runBy: "us",
        load,
        packages: [],
        cells: [instance],
        isVolatile,
        data,
      };
    }
    const file = localFile(specifier, from);
    if (file !== undefined) {
      const { version, mentions, hasEffects, reads = [], paths = [], exports, ...behind } = files.read(file);
      const shown = path.relative(options.root, file);
      const about = { kind: "file", version, mentions, hasEffects, reads, paths, path: shown } as const;
      return { ...settledLink(about, exports, { ...behind, runBy: "us" }), module: moduleOfFile(file) };
    }
    if (specifier === ENGINE)
      return settledLink({ kind: "builtin" }, theEngine, { runBy: "us", packages: [{ specifier, from }] });
    const exports = () => imported.get(`${specifier}\0${from}`) ?? requireFrom(from)(specifier);
    const version = packageImport(specifier, from, linkedVersion);
    return settledLink(version, exports, { packages: [{ specifier, from }] });
  }

  /** The files that its entry reaches. Node keeps what it has loaded, so they count as they were then. */
  function byEntry(linked: PackageVersion, specifier: string, from: string): ReturnType<LinkedVersion> {
    const entry = resolveWithNode(specifier, from);
    if (entry === undefined || !/\.([cm]?[jt]s|json)$/.test(entry)) return byFolder(linked, specifier, from);
    const { version, mentions, hasEffects, reads = [], paths = [] } = linkedPackages.get(entry) ?? files.read(entry);
    linkedPackages.set(entry, { version, mentions, hasEffects, reads, paths });
    return { version, mentions, hasEffects, reads, paths };
  }

  /** A promise only where something must be loaded by `import()`. */
  function preparePackages(uses: readonly PackageUse[]): void | Promise<void> {
    const usesEngine = uses.some(({ specifier }) => specifier === ENGINE);
    const loading = usesEngine ? loadEngine() : undefined;
    if (loading !== undefined) return loading.then(() => preparePackages(uses));
    const missing = uses.filter(({ specifier, from }) => {
      if (specifier === ENGINE || imported.has(`${specifier}\0${from}`)) return false;
      try {
        requireFrom(from)(specifier);
        return false;
      } catch (error) {
        // Of anything else the import itself will say what is wrong.
        return ONLY_BY_IMPORT.has((error as NodeJS.ErrnoException).code ?? "");
      }
    });
    if (missing.length > 0) return importAll(missing);
  }

  /** `import()` of what we evaluate gives what was versioned, whatever its text says by now; the rest is Node's. */
  function importBy(linkTo: (specifier: string) => Pick<Link, "packages" | "load" | "exports" | "runBy">): Import {
    return async (load, specifier, ...options) => {
      const link = linkTo(specifier);
      if (link.runBy === "node") return load(...options);
      await preparePackages(link.packages);
      await link.load();
      return namespaceOf(link.exports());
    };
  }

  async function importAll(uses: readonly PackageUse[]): Promise<void> {
    for (const { specifier, from } of uses)
      imported.set(`${specifier}\0${from}`, withDefault(await import(importTarget(specifier, from))));
  }

  function makeInstance(text: string, about: InstanceOptions): LazyModule {
    const folder = about.folder ?? options.root;
    resolvePackagesFrom(folder); // a hit is decoded with the packages of the module that made it
    const fileName = about.fileName ?? path.join(folder, `${about.name}.ts`);
    const links = new Map<string, Link>();
    const mine = (specifier: string): Link => {
      const link = links.get(specifier) ?? linkOf(specifier, folder, byEntry);
      links.set(specifier, link);
      return link;
    };
    const instance = makeModule(
      { text, name: about.name, origin: about.origin, cell: about.cell, folder, fileName },
      {
        classes,
        require: (specifier) => mine(specifier).exports(),
        import: importBy(mine),
        importVersionOf: (specifier) => mine(specifier).version(),
        prepare: ({ imports, exports }) => {
          for (const facts of [...imports, ...exports]) refuseLack(facts, mine, about.name);
          return preparePackages(
            imports.flatMap((each) => {
              if (each.typeOnly) return [];
              const { packages } = mine(each.specifier);
              return isByImportCall(each) ? [] : packages;
            }),
          );
        },
        importedModule: ({ specifier }) => mine(specifier).module?.(),
        importsAreVolatile: () => [...links.values()].some((link) => link.isVolatile()),
        forgetImports: () => links.clear(),
        loadError: (error, facts) => loadError(error, about.name, facts, (file) => sources.get(file)),
        importedCells: () => [...links.values()].flatMap((link) => link.cells),
        importedData: () => [...links.values()].flatMap((link) => [...link.data()]),
        onEvaluate: (evaluated, facts) => note(evaluated, facts, text),
      },
    );
    const lazy: LazyModule = { instance, namespace: lazyNamespace(instance) };
    attachModule(lazy.namespace, instance);
    return lazy;
  }

  return {
    require: (specifier, from) => linkOf(specifier, from, byEntry).exports(),
    prepare: async (specifiers, from) => preparePackages(specifiers.flatMap((s) => linkOf(s, from, byEntry).packages)),
    sourceOf: (fileName, hash) => sources.get(`${fileName}\0${hash}`) ?? sources.get(fileName),
    makeInstance,
    async loadModule(text, { name, cell }) {
      const made = makeInstance(text, { name, origin: cell ?? name, cell });
      const { facts } = made.instance;
      refuseProblems(made.instance);
      try {
        await made.instance.load();
      } catch (error) {
        // Whoever evaluates the cell sees it, and its stack.
        throw isCellarError(error, "load-failed") ? error.cause : error;
      }
      cells.set(path.join(options.root, name), made);
      return {
        name,
        namespace: made.namespace,
        ...describeModule(facts),
      };
    },
  };
}

/** Versions of packages that are links to local files, by entry: one for this process, as Node loads them once. */
const linkedPackages = new Map<string, ModuleVersion>();

const requireFrom = (folder: string) => createRequire(path.join(folder, "module.js"));

/** A version as it enters the digest of a file that imports it. */
function versionText(link: Link): string {
  const version = link.version();
  return "version" in version ? version.version : version.kind;
}

export interface InstanceOptions {
  readonly name: string;
  readonly origin: string;
  readonly cell?: string | undefined;
  readonly folder?: string;
  readonly fileName?: string;
}

export interface LazyModule {
  readonly instance: OwnModule;
  readonly namespace: object;
}

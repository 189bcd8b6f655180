// How does a file that Node has evaluated become a module instance? From its text and what it holds; nothing is evaluated again.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { modulesWithin } from "../../dataflow/modifiers/subdag.ts";
import { attachModule } from "../../dataflow/module.ts";
import { resolvePackagesFrom } from "../../values/loadedPackage.ts";
import { theHost } from "../host.ts";
import { classes } from "../modules/classes.ts";
import type { Constants } from "../modules/constants.ts";
import { instanceBehind } from "../modules/instanceBehind.ts";
import { type Hidden, makeModule, type OwnModule } from "../modules/makeModule.ts";
import type { LoadedWorld } from "./loadedWorld.ts";

export interface EvaluatedFile {
  /** What others have of it; drivers are built from it. */
  readonly namespace: object;
  readonly url: string;
  readonly text: string;
  readonly hidden: Hidden;
  readonly constants: Constants;
  readonly world: LoadedWorld;
}

export function evaluatedModule({ namespace, url, text, hidden, constants, world }: EvaluatedFile): OwnModule {
  const fileName = fileURLToPath(url);
  const folder = path.dirname(fileName);
  resolvePackagesFrom(folder);
  const about = {
    text,
    name: path.parse(fileName).name,
    origin: path.relative(theHost().root, fileName).replaceAll("\\", "/"),
    cell: undefined,
    folder,
    fileName,
  };
  const instance: OwnModule = makeModule(about, {
    classes,
    require: notEvaluatedHere,
    import: notEvaluatedHere,
    importVersionOf: (specifier) => world.importVersionOf(specifier, fileName),
    prepare() {},
    importsAreVolatile: () => false,
    importedCells: () => [],
    importedData: () => [...specifiersOf(instance)].flatMap((specifier) => [...world.dataBehind(specifier, fileName)]),
    importedModule: ({ node, variant, at }) => {
      const given = modulesWithin((namespace as Record<string, unknown>)[node], variant)?.[at];
      return given === undefined ? undefined : instanceBehind(given);
    },
    forgetImports() {},
    loadError: (error) => error as Error,
    onEvaluate() {},
    evaluated: { exports: liveCopy(namespace), hidden, constants },
  });
  attachModule(namespace, instance);
  return instance;
}

function specifiersOf({ facts }: OwnModule): ReadonlySet<string> {
  return new Set(facts.imports.flatMap(({ typeOnly, specifier }) => (typeOnly ? [] : [specifier])));
}

/** What is assigned anew to an export is seen. */
function liveCopy(namespace: object): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of Reflect.ownKeys(namespace)) {
    if (typeof name !== "string") continue;
    Object.defineProperty(copy, name, { get: () => (namespace as Record<string, unknown>)[name], enumerable: true });
  }
  return copy;
}

function notEvaluatedHere(): never {
  throw new Error("Node has evaluated it");
}

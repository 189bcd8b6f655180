// What can be known of a file that Node loaded without our hooks? Its own text as it runs, and what its functions see (R10).
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import type { AnyFunction, ModuleInstance } from "../../dataflow/module.ts";
import type { ImportVersion } from "../../identity/codeVersion.ts";
import { analyzeModule, type ModuleFacts, type PartFacts } from "../../source/index.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import { classes } from "../modules/classes.ts";
import { type Constants, makeConstants } from "../modules/constants.ts";
import { isAsWritten, valueOfCode } from "../modules/literalCode.ts";
import { type Hidden, valueIn } from "../modules/makeModule.ts";
import { adoptedFor } from "./adoption.ts";
import { evaluatedModule } from "./evaluatedModule.ts";
import { type LoadedWorld, makeLoadedWorld } from "./loadedWorld.ts";
import { type RunningCode, runningCode } from "./runningCode.ts";

/** The remedy, in a cue. */
const HOOK = "start with `node --import cellar/register`";

export type Unhooked =
  | { readonly modules: readonly ModuleInstance[] }
  | { readonly why: string; readonly url?: string };

/** The module, or why there is none; several where it only passes on what files export that were loaded under the hooks. */
export function unhookedModule(namespace: object): Unhooked {
  if (!types.isModuleNamespaceObject(namespace))
    return { why: "it is an object of functions, not a module that was imported" };
  const functions = Object.entries(namespace).filter(
    (entry): entry is [string, AnyFunction] => typeof entry[1] === "function" && entry[0] !== "module.exports",
  );
  const code = functions.length === 0 ? undefined : runningCode(functions.map(([, fn]) => fn));
  if (code === undefined) return { why: `V8 does not tell where its functions come from: ${HOOK}` };
  const behind = functions.map(([name, fn], at) => adoptedFor(code.urls[at], name, fn));
  if (!behind.includes(undefined)) return { modules: [...new Set(behind as readonly ModuleInstance[])] };
  const [url, ...others] = new Set(code.urls);
  if (url?.startsWith("file:") !== true) return { why: `its functions come from no file: ${HOOK}` };
  if (others.length > 0) return { why: "its functions come from several files: give those" };
  const text = code.textOf(url);
  if (text === undefined) return { url, why: `several texts of it have run, or it is a package's: ${HOOK}` };
  const facts = analyzeModule(text, { fileName: fileURLToPath(url) });
  const lack = lackOf(facts, functions, text);
  if (lack !== undefined) return { url, why: lack };
  const hidden = hiddenOf(facts, namespace, code);
  const world = worldOf(code);
  const instance = evaluatedModule({ namespace, url, text, hidden, constants: constantsOf(facts, hidden), world });
  instance.offerFacts(facts);
  // What hangs in the files that it imports cannot be seen: any result might be a part of it.
  const importsFiles = facts.imports.some(({ typeOnly, specifier }) => !typeOnly && specifier.startsWith("."));
  if (importsFiles) Object.assign(instance, { sharesState: (value: unknown) => !isImmutable(value) });
  return { modules: [instance] };
}

/** Something between the file and the process may have changed it: then its text does not say what the functions are. */
function lackOf(facts: ModuleFacts, functions: readonly (readonly [string, AnyFunction])[], text: string) {
  if (facts.problems.length > 0) return facts.problems[0]!.message.replace(/\.$/, "");
  if (facts.exports.length === 0)
    return "it is CommonJS, whose exports are not read: write `export function …` in an ES module";
  const nodes = new Set(facts.nodes.map((node) => node.name));
  for (const [name, fn] of functions) {
    const own = facts.exports.find((each) => each.name === name)?.local;
    const isClass = own !== undefined && facts.parts[own]?.class === "class";
    if (!nodes.has(name) && !isClass && name !== "default")
      return `\`${name}\` is made by code of another place: ${HOOK}`;
    if (!text.includes(Function.prototype.toString.call(fn))) return `\`${name}\` is not what its text says: ${HOOK}`;
  }
  return undefined;
}

/** Exported names are read when they are asked for; of the others the values of this moment stay, since they are constant. */
function hiddenOf(facts: ModuleFacts, namespace: object, { scope }: RunningCode): Hidden {
  const own: Record<string, () => unknown> = {};
  for (const [name, value] of Object.entries(scope)) own[name] = () => value;
  for (const { name, local } of facts.exports)
    if (local !== undefined && Reflect.has(namespace, name))
      own[local] = () => (namespace as Record<string, unknown>)[name];
  const defaults = facts.nodes.flatMap((node) =>
    node.parameters.flatMap(({ name, default: standard }) => {
      if (standard === undefined || !("code" in standard) || !standard.standsAlone) return [];
      const owner = node.variant === undefined ? node.name : `${node.name}#${node.variant}`;
      return [[`${owner}.${name}`, () => valueOfCode(`(${standard.code}\n)`, own)] as const];
    }),
  );
  return { scope: own, defaults: Object.fromEntries(defaults) };
}

function constantsOf(facts: ModuleFacts, hidden: Hidden): Constants {
  const { scope } = hidden;
  const constants = makeConstants((name) => valueIn(hidden, name), classes);
  const literals = Object.values(facts.parts).filter(
    (part) => part.class === "literal" && Object.hasOwn(scope, part.name),
  );
  const unsure = new Set(literals.filter((part) => !isAsWritten(part, scope)).map(({ name }) => name));
  constants.watch(literals.map(({ name }) => name));
  const unseen = ({ name }: Pick<PartFacts, "name">) =>
    `\`${name}\` is computed as its module is loaded, and its value cannot be seen from outside: ${HOOK}`;
  return {
    ...constants,
    versionOf: (name) => (Object.hasOwn(scope, name) ? constants.versionOf(name) : { unknown: unseen({ name }) }),
    propertyVersions: (name) =>
      Object.hasOwn(scope, name) ? constants.propertyVersions(name) : new Map([[name, { unknown: unseen({ name }) }]]),
    changeOf: (name) =>
      unsure.has(name)
        ? { version: "unsure", unknown: `\`${name}\` may have been changed since its module was loaded: ${HOOK}` }
        : constants.changeOf(name),
  };
}

function worldOf(code: RunningCode): LoadedWorld {
  const world = makeLoadedWorld({
    textOf: code.textOf,
    urlOf: () => undefined,
    dataOf: () => undefined,
  });
  return {
    ...world,
    importVersionOf(specifier, file): ImportVersion {
      const version = world.importVersionOf(specifier, file);
      if (version.kind !== "unresolved") return version;
      const unknown = `\`${specifier}\` cannot be found (${version.why}), though it was loaded: ${HOOK}`;
      return { kind: "file", path: specifier, version: "unresolved", mentions: new Set(), hasEffects: false, unknown };
    },
  };
}

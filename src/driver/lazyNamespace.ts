// What does the user hold in hand as "the module"? Its exports, evaluated when one of them is touched.
import type { ModuleInstance } from "../dataflow/module.ts";

/** An object with a getter per export; touching one evaluates the module, building a driver from it does not. */
export function lazyNamespace(instance: ModuleInstance & { readonly exports: Record<string, unknown> }): object {
  const touched = (name: string): unknown => {
    if (!instance.isLoaded && instance.load() !== undefined) {
      throw new Error(`\`${instance.name}\` awaits at its top level: await its load() before using \`${name}\`.`);
    }
    return instance.exports[name];
  };
  return new Proxy(Object.create(null) as object, {
    get(_, name) {
      if (typeof name === "string" && isExport(instance, name)) return touched(name);
      // TypeScript's interop copies whatever does not say that it is a module; a copy is no module of ours.
      if (name === "__esModule") return true;
      return name === Symbol.toStringTag ? "Module" : undefined;
    },
    has: (_, name) => typeof name === "string" && isExport(instance, name),
    ownKeys: () => exportsOf(instance),
    getOwnPropertyDescriptor: (_, name) =>
      typeof name === "string" && isExport(instance, name)
        ? { value: touched(name), enumerable: true, configurable: true, writable: false }
        : undefined,
    set: (_, name) => {
      throw new TypeError(`\`${instance.name}.${String(name)}\` cannot be assigned: a module's exports are its own.`);
    },
  });
}

function exportsOf({ facts }: ModuleInstance): string[] {
  return Object.values(facts.parts).flatMap((part) => (part.exported ? [part.name] : []));
}

function isExport({ facts }: ModuleInstance, name: string): boolean {
  return Object.hasOwn(facts.parts, name) && facts.parts[name]!.exported;
}

// What does the user hold in hand as "the module"? Its exports, evaluated when one of them is touched.
import type { ModuleInstance } from "../../dataflow/module.ts";
import { inspectedAs } from "../told/inspect.ts";

type Instance = ModuleInstance & { readonly exports: Record<string, unknown> };

/** An object with a getter per export; touching one evaluates the module, building a driver from it does not. */
export function lazyNamespace(instance: Instance): object {
  const touched = (name: string): unknown => {
    if (!instance.isLoaded && instance.load() !== undefined) {
      throw new Error(`\`${instance.name}\` awaits at its top level: await its load() before using \`${name}\`.`);
    }
    return instance.exports[name];
  };
  /** What `export * from "…"` gives is known once the module is loaded. */
  const hasExport = (name: string): boolean => {
    if (hasNamed(instance, name)) return true;
    if (!hasStar(instance) || name === "then") return false;
    touched(name);
    return Object.hasOwn(instance.exports, name);
  };
  // Node looks at a proxy's target; to print the module must not evaluate it.
  const target = inspectedAs(
    Object.create(null) as object,
    () => `Module ${instance.name} { ${namedExports(instance).join(", ")} }`,
  );
  return new Proxy(target, {
    get(_, name) {
      // TypeScript's interop copies whatever does not say that it is a module; a copy is no module of ours.
      if (name === "__esModule") return true;
      if (typeof name === "string" && hasExport(name)) return touched(name);
      return name === Symbol.toStringTag ? "Module" : undefined;
    },
    has: (_, name) => typeof name === "string" && hasExport(name),
    ownKeys() {
      const named = namedExports(instance);
      if (!hasStar(instance)) return named;
      touched("*");
      return [...new Set([...named, ...Object.keys(instance.exports)])];
    },
    getOwnPropertyDescriptor: (_, name) =>
      typeof name === "string" && hasExport(name)
        ? { value: touched(name), enumerable: true, configurable: true, writable: false }
        : undefined,
    set: (_, name) => {
      throw new TypeError(`\`${instance.name}.${String(name)}\` cannot be assigned: a module's exports are its own.`);
    },
  });
}

function namedExports({ facts }: ModuleInstance): string[] {
  return [...new Set(facts.exports.map(({ name }) => name).filter((name) => name !== "*"))];
}

function hasNamed({ facts }: ModuleInstance, name: string): boolean {
  return name !== "*" && facts.exports.some((each) => each.name === name);
}

function hasStar({ facts }: ModuleInstance): boolean {
  return facts.exports.some(({ name }) => name === "*");
}

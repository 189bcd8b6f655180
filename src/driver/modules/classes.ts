// Which classes may be versioned and decoded? Those of the modules that this process has loaded (R13).
import type { ClassIdentity, ClassTable } from "../../contracts.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";

const identities = new WeakMap<object, ClassIdentity>();
const prototypes = new Map<string, WeakRef<object>>();
const ofModule = new WeakMap<object, Map<string, object>>();

const keyOf = ({ name, code }: ClassIdentity) => `${name}\0${code}`;

/** Makes instances of a class versionable. @param owner the module instance that declares it */
export function registerClass(prototype: object, identity: ClassIdentity, owner: object): void {
  identities.set(prototype, identity);
  prototypes.set(keyOf(identity), new WeakRef(prototype));
  const mine = ofModule.get(owner) ?? new Map<string, object>();
  ofModule.set(owner, mine.set(keyOf(identity), prototype));
}

/** The classes of another cell that a module is linked to are those of this instance of it, whatever is run later. */
export function adoptClasses(from: object, owner: object): void {
  const mine = ofModule.get(owner) ?? new Map<string, object>();
  for (const [key, prototype] of ofModule.get(from) ?? []) mine.set(key, prototype);
  ofModule.set(owner, mine);
}

/** Classes of every loaded module; of several with one identity, the latest. */
export const classes: ClassTable = {
  identityOf: (prototype) => identities.get(prototype),
  prototypeOf: (identity) => prototypes.get(keyOf(identity))?.deref(),
};

/** The same for a driver: its own modules come first, so that `instanceof` in their code holds of what is decoded. */
export function classesOf(modules: readonly ModuleInstance[]): ClassTable {
  return {
    identityOf: classes.identityOf,
    prototypeOf(identity) {
      const key = keyOf(identity);
      for (const module of modules) {
        const own = ofModule.get(module)?.get(key);
        if (own !== undefined) return own;
      }
      // Its own class is still to come; that of an older module would be another one to `instanceof`.
      if (modules.some((module) => !module.isLoaded && mayHaveClass(module, identity.name))) return undefined;
      return classes.prototypeOf(identity);
    },
  };
}

/**
 * Evaluates the modules that declare classes, since a stored instance can be decoded only then.
 *
 * @returns whether there was anything to evaluate
 */
export async function loadClasses(modules: readonly ModuleInstance[]): Promise<boolean> {
  const waiting = modules.filter((module) => !module.isLoaded && mayHaveClass(module));
  for (const module of waiting) await module.load();
  return waiting.length > 0;
}

/** Does it declare a class, or import one from a cell or file? @param name any class, if absent */
function mayHaveClass({ facts }: ModuleInstance, name?: string): boolean {
  return (
    facts.imports.some(({ specifier, typeOnly }) => !typeOnly && specifier.startsWith(".")) ||
    Object.values(facts.parts).some((part) => part.class === "class" && (name === undefined || part.name === name))
  );
}

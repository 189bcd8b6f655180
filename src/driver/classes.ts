// Which classes may be versioned and decoded? Those of the modules that this process has loaded (R13).
import type { ClassIdentity, ClassTable } from "../contracts.ts";
import type { ModuleInstance } from "../dataflow/module.ts";

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
  const waiting = modules.filter(
    (module) => !module.isLoaded && Object.values(module.facts.parts).some((part) => part.class === "class"),
  );
  for (const module of waiting) await module.load();
  return waiting.length > 0;
}

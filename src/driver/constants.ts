// Which version has the value of this constant now? Frozen ones are versioned once, the others at every plan (R8.2).
import type { ClassTable } from "../contracts.ts";
import { deepFreeze } from "../values/deepFreeze.ts";
import { versionOf } from "../values/version.ts";

export type ConstantVersion = { readonly version: string } | { readonly refusal: string };

export interface Constants {
  versionOf(name: string): ConstantVersion;
  /** Of the data properties of a class or function, by `Class.property`; those that hold functions count by their code. */
  propertyVersions(name: string): ReadonlyMap<string, ConstantVersion>;
  /** Can its value change without its code changing? */
  isVolatile(name: string): boolean;
  hasVolatile(): boolean;
}

/** @param read the value of a top-level name of the loaded module */
export function makeConstants(read: (name: string) => unknown, classes: ClassTable): Constants {
  const settled = new Map<string, ConstantVersion>();
  const volatile = new Set<string>();
  /** Versions of volatile constants, good for as long as no other code can have run. */
  const fresh = new Map<string, ConstantVersion>();

  function version(name: string): ConstantVersion {
    const known = settled.get(name) ?? fresh.get(name);
    if (known !== undefined) return known;
    const value = read(name);
    const versioned = versionOf(value, classes);
    const answer = versioned.ok
      ? { version: versioned.version }
      : {
          refusal: `${versioned.refusal.path === "" ? "it" : `\`${versioned.refusal.path}\``} is ${versioned.refusal.what}`,
        };
    // A property can be set anew, whatever it holds.
    if (!name.includes(".") && (!versioned.ok || deepFreeze(value))) {
      settled.set(name, answer);
    } else {
      volatile.add(name);
      if (fresh.size === 0) queueMicrotask(() => fresh.clear());
      fresh.set(name, answer);
    }
    return answer;
  }

  function propertyVersions(name: string): ReadonlyMap<string, ConstantVersion> {
    return new Map(dataProperties(read(name)).map((key) => [`${name}.${key}`, version(`${name}.${key}`)]));
  }

  return {
    versionOf: version,
    propertyVersions,
    isVolatile: (name) => volatile.has(name),
    hasVolatile: () => volatile.size > 0,
  };
}

/** What a class or a function has of its own by its kind. */
const BY_NATURE = new Set(["length", "name", "prototype", "arguments", "caller"]);

function dataProperties(owner: unknown): readonly string[] {
  if (typeof owner !== "function") return [];
  return Object.entries(Object.getOwnPropertyDescriptors(owner)).flatMap(([key, { value, get }]) =>
    BY_NATURE.has(key) || get !== undefined || typeof value === "function" ? [] : [key],
  );
}

// Which version has the value of this constant now? Frozen ones are versioned once, the others at every plan (R8.2).
import type { ClassTable } from "../contracts.ts";
import { deepFreeze } from "../values/deepFreeze.ts";
import { versionOf } from "../values/version.ts";

export type ConstantVersion = { readonly version: string } | { readonly refusal: string };

export interface Constants {
  versionOf(name: string): ConstantVersion;
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
    if (!versioned.ok || deepFreeze(value)) {
      settled.set(name, answer);
    } else {
      volatile.add(name);
      if (fresh.size === 0) queueMicrotask(() => fresh.clear());
      fresh.set(name, answer);
    }
    return answer;
  }
  return { versionOf: version, isVolatile: (name) => volatile.has(name), hasVolatile: () => volatile.size > 0 };
}

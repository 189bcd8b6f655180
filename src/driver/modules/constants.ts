// What is the value of this constant now? Looked at anew at every plan, since any code may write into an object (R8.2).
import { randomUUID } from "node:crypto";
import type { ClassTable } from "../../contracts.ts";
import { isImmutable } from "../../values/isImmutable.ts";
import { type Snapshot, snapshotOf } from "../../values/snapshot.ts";
import { versionOf } from "../../values/version.ts";

type Seen = { readonly version: string } | { readonly refusal: string };
/** `unknown`: the value cannot be seen. */
export type ConstantVersion = Seen | { readonly unknown: string };

export interface Constants {
  /** Of a computed constant. */
  versionOf(name: string): ConstantVersion;
  /** Of a literal constant that is no longer what its code says; undefined for any other. */
  changeOf(
    name: string,
  ): { readonly version: string; readonly refusal?: string; readonly unknown?: string } | undefined;
  /** Of the data properties of a class or function, by `Class.property`; those that hold functions count by their code. */
  propertyVersions(name: string): ReadonlyMap<string, ConstantVersion>;
  /** Remembers what literal constants are when they have just been made; what is known of one already stays. */
  watch(literals: readonly string[]): void;
  /** All that counts of a constant besides its code, as one text: equal texts, equal values. */
  stateOf(name: string): string;
  /** Is there anything whose value could change without a text changing? */
  hasVolatile(): boolean;
}

/**
 * Versions are good for as long as no other code can have run: one look, in which all modules share, since the version of
 * a module holds those of the modules that it imports.
 */
let look = 0;
let isLooking = false;

/** Answers made in one look agree with each other. */
export const currentLook = (): number => look;

/** What was seen before may have been changed since. */
export function lookAgain(): void {
  look++;
  isLooking = false;
}

/** A literal constant as it was made; `code` is its version, or what it consisted of where it has none. */
interface Watched {
  readonly code: string | undefined;
  snapshot: Snapshot | undefined;
  /** Stands for a changed value that has no version: known to this process alone. */
  change: string | undefined;
}

/** In place of a value that is still to come. */
export const NOT_LOADED = Symbol("not loaded");

/** @param read the value of a top-level name of the module; `NOT_LOADED` where it is not loaded */
export function makeConstants(read: (name: string) => unknown, classes: ClassTable): Constants {
  /** Of primitives, which stay what they are. */
  const settled = new Map<string, Seen>();
  const volatile = new Set<string>();
  const computed = new Set<string>();
  const owners = new Set<string>();
  const watched = new Map<string, Watched>();
  const fresh = new Map<string, Seen>();
  let seenIn = look;

  function version(name: string): Seen {
    const known = settled.get(name) ?? (seenIn === look ? fresh.get(name) : undefined);
    if (known !== undefined) return known;
    const value = read(name);
    if (value === NOT_LOADED) return { refusal: "its module is not loaded" };
    const versioned = versionOf(value, classes);
    const answer = versioned.ok
      ? { version: versioned.version }
      : {
          refusal: `${versioned.refusal.path === "" ? "it" : `\`${versioned.refusal.path}\``} is ${versioned.refusal.what}`,
        };
    // A property can be set anew, whatever it holds.
    if (!name.includes(".") && !canChange(value)) settled.set(name, answer);
    else keepForThisLook(name, answer);
    return answer;
  }

  function keepForThisLook(name: string, answer: Seen): void {
    volatile.add(name);
    if (seenIn !== look) fresh.clear();
    seenIn = look;
    fresh.set(name, answer);
    if (isLooking) return;
    isLooking = true;
    const begun = look;
    queueMicrotask(() => {
      if (look === begun) lookAgain();
    });
  }

  function changeOf(name: string): ReturnType<Constants["changeOf"]> {
    const was = watched.get(name);
    if (was === undefined) return undefined;
    const now = version(name);
    if ("version" in now) return now.version === was.code ? undefined : now;
    if (was.snapshot?.holds() !== true) {
      was.snapshot = snapshotOf(read(name));
      was.change = `changed ${randomUUID()}`;
    }
    return was.change === undefined ? undefined : { version: was.change, refusal: now.refusal };
  }

  function propertyVersions(name: string): ReadonlyMap<string, ConstantVersion> {
    owners.add(name);
    const owner = read(name);
    return new Map(
      (owner === NOT_LOADED ? [] : dataProperties(owner)).map((key) => [`${name}.${key}`, version(`${name}.${key}`)]),
    );
  }

  return {
    versionOf(name) {
      computed.add(name);
      return version(name);
    },
    changeOf,
    propertyVersions,
    watch(literals) {
      for (const name of literals) {
        const value = read(name);
        if (watched.has(name) || !canChange(value)) continue;
        const now = version(name);
        if ("version" in now) watched.set(name, { code: now.version, snapshot: undefined, change: undefined });
        else watched.set(name, { code: undefined, snapshot: snapshotOf(value), change: undefined });
      }
    },
    stateOf(name) {
      if (owners.has(name)) return JSON.stringify([...propertyVersions(name)]);
      const now = computed.has(name) || name.includes(".") ? version(name) : changeOf(name);
      return now === undefined ? "" : JSON.stringify(now);
    },
    hasVolatile: () => volatile.size > 0,
  };
}

/** Functions count by their code, whatever may be written into them. */
const canChange = (value: unknown): boolean => !isImmutable(value) && typeof value !== "function";

/** What a class or a function has of its own by its kind. */
const BY_NATURE = new Set(["length", "name", "prototype", "arguments", "caller"]);

function dataProperties(owner: unknown): readonly string[] {
  if (typeof owner !== "function") return [];
  return Object.entries(Object.getOwnPropertyDescriptors(owner)).flatMap(([key, { value, get }]) =>
    BY_NATURE.has(key) || get !== undefined || typeof value === "function" ? [] : [key],
  );
}

// What of a module and its imports does only the loaded module know?
import type { Digest } from "../contracts.ts";
import type { ImportFacts } from "../source/facts.ts";
import type { Mention } from "./environment.ts";
import type { FoundPath } from "./foundPath.ts";
import type { FoundRead } from "./foundRead.ts";

/** What an import binding stands for, as loaded. */
export type ImportVersion =
  | { readonly kind: "package"; readonly version: string; readonly native: boolean }
  | ({ readonly kind: "file"; readonly path: string } & ModuleVersion)
  | ({ readonly kind: "cell" } & ModuleVersion)
  | { readonly kind: "builtin" }
  | { readonly kind: "unresolved"; readonly why: string };

/** What only the loaded module knows. */
export interface KnownByLoading {
  /** Version of a computed constant's value; a refusal where it has none (a live constant, R8.3), unknown where it cannot be seen. */
  constantVersion(
    name: string,
  ): { readonly version: Digest } | { readonly refusal: string } | { readonly unknown: string };
  /** Version of a literal constant that is no longer what its code says; with a refusal, one that no other process knows. */
  literalChange(
    name: string,
  ): { readonly version: string; readonly refusal?: string; readonly unknown?: string } | undefined;
  /** The same as for a constant for each data property of a class or function that is no function itself, called `Class.property`. */
  propertyVersions(name: string): ReadonlyMap<string, ReturnType<KnownByLoading["constantVersion"]>>;
  importVersion(facts: ImportFacts): ImportVersion;
}

/** What a module counts as for another one that imports it. */
export interface ModuleVersion {
  readonly version: Digest;
  readonly mentions: ReadonlySet<Mention>;
  /** Does loading it change anything besides its own names? Then it counts for all that is loaded with it. */
  readonly hasEffects: boolean;
  /** What any of its code reads that no key holds; absent where nothing. */
  readonly reads?: readonly FoundRead[];
  /** Texts in its code that may name files; absent where none. */
  readonly paths?: readonly FoundPath[];
  /** Why what runs is not known for sure, where it is not. */
  readonly unknown?: string;
}

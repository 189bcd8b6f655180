// What code runs when this function runs? Its closure, part by part, and one digest of them (R3, R6–R9).
import type { CodePart, Digest, PartKind } from "../contracts.ts";
import type { Doubt, ImportFacts, ModuleFacts, PartFacts } from "../source/facts.ts";
import { digestOf } from "./digest.ts";
import type { Mention } from "./environment.ts";
import type { FoundPath } from "./foundPath.ts";
import type { FoundRead } from "./foundRead.ts";
import { bindingOf } from "./importBinding.ts";
import type { KnownByLoading, ModuleVersion } from "./knownByLoading.ts";

export type { ImportVersion, KnownByLoading, ModuleVersion } from "./knownByLoading.ts";

export const CODE_FORMAT = "code/1";

/** `closure`: all that the function reaches; `function`: its own text only, as Hamilton counts. */
export type CodeMode = "closure" | "function";

export interface CodeVersion {
  readonly version: Digest;
  readonly mode: CodeMode;
  readonly parts: readonly CodePart[];
  /** Texts of the parts by digest, to show a diff. */
  readonly texts: ReadonlyMap<Digest, string>;
  readonly mentions: ReadonlySet<Mention>;
  /** What makes the key open (R4) and marks the node: live constants, mutable state, dynamic code. */
  readonly marks: readonly string[];
  /** What it reads that no key holds (R12), helpers included in either mode; it opens the key too. */
  readonly reads: readonly FoundRead[];
  /** Texts that may name files, found as `reads` are; they change no key. */
  readonly paths: readonly FoundPath[];
  /** What of it is not known, in words: with that no key can be sure, and the code executes each time (R10). */
  readonly unknown: readonly string[];
  /** Module-level constants whose values count, or would once something writes into them; owners of such properties too. */
  readonly constants: readonly string[];
}

/**
 * The code version of a top-level name of a module.
 *
 * Helpers that call each other need no special care: the parts of a closure are a set, each with the digest of its own
 * structure, so a cycle is hashed as a whole.
 */
export function codeVersionOf(facts: ModuleFacts, name: string, mode: CodeMode, known: KnownByLoading): CodeVersion {
  const own = facts.parts[name];
  if (own === undefined) throw new Error(`no top-level name ${name}`);
  const walk = new ClosureWalk(facts, known);
  if (own.class === "import" || own.class === "computed" || own.class === "literal") {
    // What is imported, or what a constant holds, is all that there is to count, in either mode.
    walk.followFrom(own);
    walk.addEffects();
  } else {
    walk.add(own, "code", []);
    if (mode === "closure") walk.follow(own, []);
  }
  const lines = walk.parts
    .map((part) => `${part.kind}\0${part.kind === "code" ? "" : part.name}\0${part.digest}`)
    .sort();
  return {
    version: digestOf(CODE_FORMAT, `${mode}\n${lines.join("\n")}`),
    mode,
    parts: walk.parts,
    texts: walk.texts,
    mentions: walk.mentions,
    marks: walk.marks,
    // Where a helper does not count, what it reads and names is told all the same.
    ...toldOf(mode === "closure" ? walk : codeVersionOf(facts, name, "closure", known)),
    unknown: walk.unknown,
    constants: walk.constants,
  };
}

/** The version of all that a module exports: texts, values of constants, imports, and what it does while it is loaded. */
export function moduleVersionOf(facts: ModuleFacts, known: KnownByLoading): ModuleVersion {
  const walk = new ClosureWalk(facts, known);
  for (const part of Object.values(facts.parts))
    if (part.exported || part.class === "statements") walk.followFrom(part);
  walk.addEffects();
  const exports = facts.exports.map(
    (e) => `export\0${e.name}\0${e.local ?? bindingOf({ ...e, specifier: e.specifier! })}`,
  );
  const parts = walk.parts.map((part) => `${part.kind}\0${part.name}\0${part.digest}`);
  return {
    version: digestOf("module/1", [...exports, ...parts].sort().join("\n")),
    mentions: walk.mentions,
    hasEffects: walk.hasEffects || Object.values(facts.parts).some((part) => part.class === "statements"),
    ...(walk.reads.length === 0 ? {} : { reads: walk.reads }),
    ...(walk.paths.length === 0 ? {} : { paths: walk.paths }),
  };
}

function toldOf({ reads, paths }: Pick<CodeVersion, "reads" | "paths">): Pick<CodeVersion, "reads" | "paths"> {
  return { reads, paths };
}

class ClosureWalk {
  readonly parts: CodePart[] = [];
  readonly texts = new Map<Digest, string>();
  readonly mentions = new Set<Mention>();
  readonly marks: string[] = [];
  readonly reads: FoundRead[] = [];
  readonly paths: FoundPath[] = [];
  readonly unknown: string[] = [];
  readonly constants: string[] = [];
  hasEffects = false;
  readonly #seen = new Set<string>();
  readonly #imports: ReadonlyMap<string, ImportFacts>;
  readonly #facts: ModuleFacts;
  readonly #known: KnownByLoading;

  constructor(facts: ModuleFacts, known: KnownByLoading) {
    this.#facts = facts;
    this.#known = known;
    this.#imports = new Map(
      facts.imports.flatMap((i) => (i.local === undefined || i.typeOnly ? [] : [[i.local, i] as const])),
    );
  }

  /** The part itself counts as something reached: a constant by its value. */
  followFrom(part: PartFacts): void {
    if (this.#seen.has(part.name)) return;
    this.#seen.add(part.name);
    if (this.#reach(part, [])) this.follow(part, [part.name]);
  }

  /** Breadth first, so that the hops to a part are the fewest. */
  follow(from: PartFacts, hops: readonly string[]): void {
    this.#seen.add(from.name);
    this.#addProperties(from, hops);
    let ring: readonly (readonly [PartFacts, readonly string[]])[] = [[from, hops]];
    while (ring.length > 0) {
      const next: (readonly [PartFacts, readonly string[]])[] = [];
      for (const [part, path] of ring) {
        for (const name of part.refs) {
          const reached = this.#facts.parts[name];
          if (reached === undefined || this.#seen.has(name)) continue;
          this.#seen.add(name);
          if (!this.#reach(reached, path)) continue;
          next.push([reached, [...path, name]]);
          this.#addProperties(reached, [...path, name]);
        }
      }
      ring = next;
    }
    this.addEffects();
  }

  /** An import that runs for its effects on whatever the function calls counts for every function. */
  addEffects(): void {
    for (const facts of this.#facts.imports) {
      if (facts.typeOnly || isMadeByCall(facts.local) || !this.#runsForEffects(facts)) continue;
      this.hasEffects = true;
      this.#import(facts, []);
    }
  }

  #runsForEffects(facts: ImportFacts): boolean {
    if (facts.local === undefined) return true;
    const found = this.#known.importVersion(facts);
    return (found.kind === "file" || found.kind === "cell") && found.hasEffects;
  }

  add(part: PartFacts, kind: PartKind, hops: readonly string[], digest: string = part.digest): void {
    const text = digestOf("text/1", part.text);
    this.texts.set(text, part.text);
    this.parts.push({ kind, name: part.name, hops, digest, text, line: part.line });
    for (const mention of part.mentions) this.mentions.add(mention);
    for (const doubt of part.doubts) this.#mark(doubtText(part, doubt));
    // A constant that counts by its value tells what was read into it by that.
    if (part.class === "computed" && digest !== part.digest) return;
    for (const read of part.reads ?? []) this.reads.push({ ...read, within: part.name });
    for (const each of part.paths ?? []) this.paths.push({ ...each, within: part.name });
  }

  /** What was computed into a class or a function counts by its value, as a computed constant does (R8.2). */
  #addProperties(part: PartFacts, hops: readonly string[]): void {
    if (part.computedProperties !== true) return;
    for (const [name, value] of this.#known.propertyVersions(part.name)) {
      if ("version" in value) {
        this.constants.push(name);
        this.parts.push({
          kind: "constant",
          name,
          hops: [...hops, name],
          digest: `${value.version}:property`,
          line: part.line,
        });
      } else if ("unknown" in value) this.unknown.push(value.unknown);
      else this.#mark(`\`${name}\` has no version: ${value.refusal}`);
    }
    this.constants.push(part.name);
  }

  #tell({ reads = [], paths = [] }: ModuleVersion): void {
    this.reads.push(...reads);
    this.paths.push(...paths);
  }

  #mark(text: string): void {
    if (!this.marks.includes(text)) this.marks.push(text);
  }

  /** Adds a reached part; true where its own references count too. */
  #reach(part: PartFacts, path: readonly string[]): boolean {
    const hops = [...path, part.name];
    switch (part.class) {
      case "import": {
        const facts = this.#imports.get(part.name);
        if (facts !== undefined) {
          this.#bind(part.name, facts, hops);
          this.#import(facts, hops);
        }
        for (const doubt of part.doubts) this.#mark(doubtText(part, doubt));
        return false;
      }
      case "computed": {
        const value = this.#known.constantVersion(part.name);
        this.constants.push(part.name);
        if ("unknown" in value) {
          this.unknown.push(value.unknown);
          this.add(part, "constant", hops);
          return true;
        }
        if ("version" in value) {
          this.add(part, "constant", hops, `${value.version}:${part.digest}`);
          return false;
        }
        this.#mark(`\`${part.name}\` has no version: ${value.refusal}`);
        this.add(part, "constant", hops);
        return true;
      }
      case "literal": {
        const change = this.#known.literalChange(part.name);
        this.constants.push(part.name);
        if (change?.unknown !== undefined) this.unknown.push(change.unknown);
        if (change?.refusal !== undefined) this.#mark(`\`${part.name}\` has no version: ${change.refusal}`);
        this.add(part, "constant", hops, change === undefined ? part.digest : `${change.version}:${part.digest}`);
        return true;
      }
      case "mutable":
        if (part.doubts.length === 0) this.#mark(`\`${part.name}\` is changed by the module's code`);
        this.add(part, "constant", hops);
        return true;
      case "class":
        this.add(part, "class", hops);
        return true;
      default:
        this.add(part, "helper", hops);
        return true;
    }
  }

  /** What the name stands for; of `import("x")` the code that reaches it says so itself. */
  #bind(name: string, facts: ImportFacts, hops: readonly string[]): void {
    if (isMadeByCall(name)) return;
    this.parts.push({ kind: "import", name, hops, digest: bindingOf(facts), line: facts.line });
  }

  /** What the module is that it comes from. */
  #import(facts: ImportFacts, hops: readonly string[]): void {
    const found = this.#known.importVersion(facts);
    const name = facts.specifier;
    // Several bindings of one specifier are one part.
    if (this.parts.some((p) => p.name === name && (p.kind === "package" || p.kind === "file" || p.kind === "cell")))
      return;
    switch (found.kind) {
      case "builtin":
        return;
      case "package":
        if (found.native) this.mentions.add("native");
        this.parts.push({ kind: "package", name, hops, digest: found.version, line: facts.line });
        return;
      case "file":
        for (const mention of found.mentions) this.mentions.add(mention);
        this.#tell(found);
        if (found.unknown !== undefined) this.unknown.push(found.unknown);
        this.parts.push({ kind: "file", name, hops, digest: found.version, line: facts.line });
        return;
      case "cell":
        this.#tell(found);
        for (const mention of found.mentions) this.mentions.add(mention);
        this.parts.push({ kind: "cell", name, hops, digest: found.version, line: facts.line });
        return;
      case "unresolved":
        this.#mark(`\`${name}\` cannot be found: ${found.why}`);
        this.parts.push({ kind: "package", name, hops, digest: "unresolved", line: facts.line });
    }
  }
}

/** `import("x")`, `require("x")`: made when code comes to it. */
function isMadeByCall(local: string | undefined): boolean {
  return local?.endsWith(")") === true;
}

function doubtText(part: PartFacts, doubt: Doubt): string {
  return `${doubt.what} in \`${part.name}\`, line ${doubt.line}`;
}

// What does the text of a module say? Plain facts, without TypeScript, that survive as JSON.
import type { Behavior, Impure, Lending } from "../contracts.ts";
import type { PathText } from "./reads/pathText.ts";
import type { Read } from "./reads/reads.ts";

export type { PathText } from "./reads/pathText.ts";
export type { Read, ReadKind } from "./reads/reads.ts";

/** Raised whenever the analyser would give other facts for the same text. */
export const FACTS_VERSION = 15;

/** Where something stands: line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface CodedDefault {
  readonly code: string;
  /** Digest of its structure. */
  readonly digest: string;
  /** Names that it uses and does not bind itself, sorted; `import` where it loads a module. */
  readonly names: readonly string[];
  /** False where it mentions other parameters, `arguments` or `this`: only a call gives it a value. */
  readonly standsAlone: boolean;
}

export interface ParameterFacts extends Place {
  readonly name: string;
  /** `x?: T` or `x = …` */
  readonly optional: boolean;
  /** A default: its value where it is a literal; else its code, which the loader evaluates where it can. */
  readonly default?: { readonly literal: unknown } | CodedDefault;
  /** Type annotation as written. */
  readonly type?: string;
}

/**
 * What a parameter is bound to by a modifier: another node or input, a literal, code that the loader evaluates, or what the
 * run gives.
 */
export type BoundFacts =
  | { readonly from: string }
  | { readonly literal: unknown }
  | CodedDefault
  | { readonly run: "seed" | "now" };

/** What a config must hold, by name: one of these values, or none of those; all names must fit. */
export type ConditionFacts = Readonly<
  Record<string, { readonly is: readonly Plain[] } | { readonly not: readonly Plain[] }>
>;

/** A value that is equal to another by `===`. */
export type Plain = string | number | boolean | null;

/** What `subdag()` says. */
export interface SubdagFacts {
  /** Imported as a whole, in the order in which they are given. */
  readonly modules: readonly { readonly local: string; readonly specifier: string }[];
  readonly inputs: Readonly<Record<string, { readonly from: string } | { readonly literal: unknown }>>;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What `retry()` says; the meaning of each in `dataflow/modifiers/retry.ts`. */
export interface RetryFacts {
  readonly times: number;
  readonly delayMs?: number;
  readonly factor?: number;
  readonly maxDelayMs?: number;
  readonly jitter?: number;
  readonly only?: readonly string[];
}

/** A modifier and what it says; what it does to the nodes is told in `dataflow/modify.ts`. */
export type ModifierFacts =
  | {
      readonly kind: "cache";
      readonly behavior?: Behavior;
      readonly format?: string;
      readonly ttlMs?: number;
      readonly impure?: Impure;
      readonly lend?: Lending;
      readonly preview?: boolean;
      /** The parameter `seed` is the run's to give. */
      readonly seed?: boolean;
      /** The parameter `now` is the run's to give. */
      readonly now?: boolean;
    }
  | ({ readonly kind: "retry" } & RetryFacts)
  | ({ readonly kind: "subdag" } & SubdagFacts)
  | { readonly kind: "timeout"; readonly ms: number }
  | { readonly kind: "tag"; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: "dataLoader" }
  | { readonly kind: "dataSaver" }
  | { readonly kind: "extractFields"; readonly names: readonly string[] }
  | { readonly kind: "extractColumns"; readonly names: readonly string[] }
  | { readonly kind: "parameterize"; readonly cases: Readonly<Record<string, Readonly<Record<string, BoundFacts>>>> }
  | { readonly kind: "inject"; readonly bound: Readonly<Record<string, BoundFacts>> }
  | { readonly kind: "when"; readonly condition: ConditionFacts }
  | { readonly kind: "parallelizable" }
  | { readonly kind: "collect"; readonly partial: boolean }
  | { readonly kind: "pipeOutput"; readonly steps: readonly StepFacts[] }
  | { readonly kind: "pipeInput"; readonly steps: Readonly<Record<string, readonly StepFacts[]>> }
  | CheckFacts;

/** A function that stands between a value and what reads it. Its first parameter is given that value. */
export interface StepFacts extends Place {
  /** `step1` unless it was given another. */
  readonly name: string;
  /** Its place in the list as written, from 0. */
  readonly at: number;
  /** Top-level name or import that it calls. */
  readonly part: string;
  /** Of an import the first alone is known. */
  readonly parameters: readonly ParameterFacts[];
  readonly async: boolean;
  readonly generator: boolean;
  readonly returns?: string;
  readonly bound: Readonly<Record<string, BoundFacts>>;
  readonly condition?: ConditionFacts;
}

/** What a value must be like. */
export interface CheckRules {
  /** Least and greatest number, both allowed; `null` is no bound. */
  readonly range?: readonly [least: number | null, most: number | null];
  readonly in?: readonly Plain[];
  readonly type?: string;
  /** Greatest share of nulls: from 0, none at all, to 1. */
  readonly nulls?: number;
  /** Type by column. */
  readonly schema?: Readonly<Record<string, string>>;
  /** The same for single columns. */
  readonly columns?: Readonly<Record<string, Omit<CheckRules, "schema" | "columns">>>;
}

export interface CheckFacts {
  readonly kind: "checkOutput";
  readonly rules: CheckRules;
  /** Top-level name or import that judges by itself. */
  readonly custom?: string;
  readonly importance: "fail" | "warn";
}

/** An exported function: a node, or what its modifiers make of it. */
export interface NodeFacts extends Place {
  readonly name: string;
  /**
   * Top-level name that holds the function: another one after `export { f as g }` and `export const g = tag({ … }, f)`;
   * `price#1` where it is written inside `oneOf()`, which meets no other name.
   */
  readonly part: string;
  readonly parameters: readonly ParameterFacts[];
  readonly async: boolean;
  readonly generator: boolean;
  /** Which of the variants in `oneOf()` it is, from 1; all of them bear one name, and a graph holds one at most. */
  readonly variant?: number;
  /** Outermost first. */
  readonly modifiers?: readonly ModifierFacts[];
  /** Kind of value that its type says it returns, where that is a built-in one: `"number"`, `"list"`, `"Map"` … */
  readonly returns?: string;
  /** First paragraph of its doc comment. */
  readonly doc?: string;
}

/** How a top-level name behaves as part of a code version (architecture, R8). */
export type PartClass =
  | "function"
  | "class"
  | "enum"
  | "namespace"
  /** initialiser of literals, operators, templates, other literal constants: counts by its code */
  | "literal"
  /** anything else: counts by its value, after load, and its code */
  | "computed"
  /** reassigned or written through after loading: counts by its code and is marked */
  | "mutable"
  | "import"
  /** top-level statements that may change something outside the module: every function and class refers to them */
  | "statements";

/** Name of the part that holds such statements; no identifier, so that it meets no other name. */
export const TOP_LEVEL_CODE = "top-level code";

/** Something in a body that no static text can promise (R7, R8.4), with its place. */
export interface Doubt extends Place {
  /** e.g. `"eval"`, `"dynamic import"`, `"mutable module state"` */
  readonly what: string;
  readonly text: string;
}

/** One top-level name and what it stands for; `default` is the name of a default export that has no other. */
export interface PartFacts extends Place {
  readonly name: string;
  readonly class: PartClass;
  /** Digest (64 hex) of the type-erased structure; for functions without the own name (R2). */
  readonly digest: string;
  /** The text as written, for a diff. */
  readonly text: string;
  /** Top-level names that it reaches directly. */
  readonly refs: readonly string[];
  readonly doubts: readonly Doubt[];
  /** Environment fields that it mentions: `"intl"`, `"importMeta"`, `"dirname"`, `"cwd"`. */
  readonly mentions: readonly ("intl" | "importMeta" | "dirname" | "cwd")[];
  /** What it reads when it is called, and while it is loaded, where that does not count by value; absent where nothing. */
  readonly reads?: readonly Read[];
  /** Texts in it that may name files: no reading, and nothing of them counts; absent where none. */
  readonly paths?: readonly PathText[];
  readonly exported: boolean;
  /** True for a class or function with own properties that are computed while the module is loaded: they count by value. */
  readonly computedProperties?: true;
  /** Only for classes: may its instances be versioned by their own fields (R13)? If not, why. */
  readonly instances?: { readonly versionable: true } | { readonly versionable: false; readonly why: string };
}

export interface ImportFacts extends Place {
  /** The local name; undefined for a side-effect import. */
  readonly local?: string;
  readonly specifier: string;
  /** `"default"`, `"*"`, or the exported name. */
  readonly imported?: string;
  readonly typeOnly: boolean;
}

/** What a module gives to those that import it. */
export interface ExportFacts extends Place {
  /** The exported name; `"*"` for `export * from "…"`. */
  readonly name: string;
  /** The part behind it; undefined for what is taken from another module. */
  readonly local?: string;
  /** Of `export … from "…"`: the other module, and the name there (`"*"` for all of it). */
  readonly specifier?: string;
  readonly imported?: string;
}

/** A mistake in the text that makes it unusable as a module. */
export interface Problem extends Place {
  readonly code: "bad-parameter" | "bad-modifier" | "free-name" | "duplicate" | "bad-source";
  readonly message: string;
  readonly node?: string;
}

export interface ModuleFacts {
  readonly version: typeof FACTS_VERSION;
  /** In source order. */
  readonly nodes: readonly NodeFacts[];
  /** By name: every top-level value, exported or not, and every import binding. */
  readonly parts: Readonly<Record<string, PartFacts>>;
  readonly imports: readonly ImportFacts[];
  readonly exports: readonly ExportFacts[];
  readonly problems: readonly Problem[];
  /**
   * CommonJS to evaluate with `(exports, require, module, __filename, __dirname, $cellarImport)`. Besides the exports it sets
   * `exports.$cellar = { scope: { name: () => value }, defaults: { "node.parameter": () => value } }`.
   */
  readonly js: string;
  /** Source map (JSON text) from `js` to the text. */
  readonly map: string;
  /** True where `js` must be wrapped in an async function. */
  readonly topLevelAwait: boolean;
}

/** A local file that a module imports: what it counts as, and what it imports in turn. */
export interface FileFacts {
  readonly version: typeof FACTS_VERSION;
  /** Digest of all its code (type-erased). */
  readonly digest: string;
  /** Environment fields that any of its code mentions. */
  readonly mentions: PartFacts["mentions"];
  /** What any of its code reads that no key holds. */
  readonly reads: readonly Read[];
  /** Texts in it that may name files; absent where none. */
  readonly paths?: readonly PathText[];
  readonly imports: readonly ImportFacts[];
  /** Does loading it change anything besides its own names? */
  readonly hasEffects: boolean;
  /** Names whose values may be literal constants. */
  readonly watched: readonly string[];
  /** CommonJS as of a module; a file that is written as CommonJS stays as it is. */
  readonly js: string;
  readonly map: string;
  readonly topLevelAwait: boolean;
}

/** What functions without a module's source are: nodes with parameters, no parts. */
export interface FunctionsFacts {
  readonly version: typeof FACTS_VERSION;
  readonly nodes: readonly NodeFacts[];
  readonly problems: readonly Problem[];
}

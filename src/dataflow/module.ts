// What is a module of functions, once its text is read? Its facts, and its values when they are needed.
import type { Digest, WorkModule } from "../contracts.ts";
import type { CodeMode, CodeVersion, ModuleVersion } from "../identity/codeVersion.ts";
import type { ModuleFacts } from "../source/facts.ts";

export type AnyFunction = (...args: never[]) => unknown;

/**
 * One evaluation of one text. Running a cell again makes a new instance; drivers keep the one that they were built with
 * until they are built again, so a run in flight never changes under its feet (R10).
 */
export interface ModuleInstance extends WorkModule {
  readonly sourceDigest: Digest;
  /** Reads the text on first use; TypeScript is loaded only where the facts are not known yet. */
  readonly facts: ModuleFacts;
  /** False for functions of unknown source: they always execute. */
  readonly hasSource: boolean;
  /** Why its source is not known, where it is not, and the remedy. */
  readonly sourceLack?: string;
  readonly isLoaded: boolean;
  /** Is it evaluated already, by somebody else? Then `load` answers at once and should be asked early. */
  readonly isEvaluated: boolean;
  /** Takes facts that a store knows, so that TypeScript need not be loaded. */
  offerFacts(facts: ModuleFacts): void;
  hasFacts(): boolean;
  /** Evaluates the text, once. */
  load(): void | Promise<void>;
  /** An exported function; the module must be loaded. */
  functionOf(name: string): AnyFunction;
  /** The value of any top-level name, exported or not, or of a property, `Class.property`; the module must be loaded. */
  valueOf(name: string): unknown;
  /** The default of a node's parameter that is no literal and has a value without a call; of variants, that of the named one. */
  defaultOf(node: string, parameter: string, variant?: number): unknown;
  codeVersionOf(name: string, mode: CodeMode): CodeVersion;
  /** The version of all that it exports, for modules that import it; it must be loaded. */
  moduleVersion(): ModuleVersion;
  /** Can what its code counts as change without its text, e.g. by a constant `Map` that a later cell writes to? */
  isVolatile(): boolean;
  /**
   * In words, what of the state behind code is no longer what it was when `codeVersionOf` told this version; undefined
   * where all is. Looks at the values themselves, so that a body's own writes are seen.
   */
  stateChanged(code: CodeVersion): string | undefined;
  /**
   * The module that an import of this one means, with its text, so that its nodes can be read; undefined where it has none.
   * Linked by instance: running its cell again makes no difference (R9).
   *
   * @param use which one `subdag()` of this node names, by its place
   */
  importedModule?(use: {
    readonly node: string;
    readonly variant: number | undefined;
    readonly at: number;
    readonly specifier: string;
  }): ModuleInstance | undefined;
  /** Does a value hold an object of one of the module's constants or imports? Then whoever changes it changes them. */
  sharesState(value: unknown): boolean;
}

const modules = new WeakMap<object, ModuleInstance>();

/** Remembers which instance a namespace belongs to. */
export function attachModule(namespace: object, instance: ModuleInstance): void {
  modules.set(namespace, instance);
}

/** The instance behind a namespace that a loader made; undefined for any other object. */
export function moduleOf(namespace: object): ModuleInstance | undefined {
  return modules.get(namespace);
}

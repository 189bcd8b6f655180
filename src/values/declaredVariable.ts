// How does a user name an environment variable that a node needs? By its name; the function gets its text.
import { types } from "node:util";
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";

/** One for all copies of the engine in a process. */
const VARIABLE = Symbol.for("cellar.declared.variable");

export interface VariableOptions {
  /** Its text where the environment does not have it. */
  readonly default?: string;
  /** Keeps its text out of records, previews, explanations and logs, as `secret()` does. */
  readonly secret?: boolean;
}

/** What `env` makes. */
export interface DeclaredVariable {
  readonly name: string;
  readonly options: VariableOptions;
}

/** As in `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Declares an environment variable, so that a node that needs it executes when it is another.
 *
 * It may stand for an input, a config value or an override (`{ inputs: { token: env("API_TOKEN") } }`), as the default of a
 * parameter (`(token = env("API_TOKEN")) => …`), and in `inject()` and `parameterize()`; always for the whole value. It is
 * read once per run, and the function gets its text. With `{ secret: true }`, or given as `secret(env("API_TOKEN"))`, only a digest is kept.
 *
 * In the cache key: the digest of the text; the variable's name is no part of it.
 *
 * @returns typed as the text that the function gets. Where the function is called without a driver, its default is an object
 *   that behaves as the text in templates and by the methods of strings, but whose `typeof` is `"object"`.
 * @throws CellarError `bad-option` for what is no name; a run throws `missing-input` where it is not set and has no default
 */
export function env(name: string, options: VariableOptions = {}): string {
  if (typeof name !== "string" || name === "" || /[=\0]/.test(name)) {
    const told = typeof name === "string" ? JSON.stringify(name) : typeof name;
    throw cellarError("bad-option", `env() takes the name of a variable, e.g. env("API_TOKEN"), not ${told}.`);
  }
  const unknown = Object.keys(options).find((key) => key !== "default" && key !== "secret");
  if (unknown !== undefined)
    throw cellarError("bad-option", `env() has no option \`${unknown}\`.${didYouMean(unknown, ["default", "secret"])}`);
  if (options.default !== undefined && typeof options.default !== "string")
    throw cellarError("bad-option", `env("${name}", { default }) is a text, not ${typeof options.default}.`);
  if (options.secret !== undefined && typeof options.secret !== "boolean")
    throw cellarError("bad-option", `env("${name}", { secret }) is true or false, not ${typeof options.secret}.`);
  return new Variable(name, options) as unknown as string;
}

/** Did `env` make it? */
export function isDeclaredVariable(value: unknown): value is DeclaredVariable {
  // A proxy would be asked, and its code is the user's.
  return typeof value === "object" && value !== null && !types.isProxy(value) && VARIABLE in value;
}

/** Undefined where it is not set and has no default. */
export function setText({ name, options }: DeclaredVariable, variables: Variables): string | undefined {
  // A variable may be called as what every object has: `toString`.
  return (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? options.default;
}

/** @throws CellarError `missing-input` where it is not set and has no default */
export function textOfVariable(variable: DeclaredVariable, variables: Variables): string {
  const { name } = variable;
  const text = setText(variable, variables);
  if (text !== undefined) return text;
  const near = didYouMean(name, Object.keys(variables));
  throw cellarError(
    "missing-input",
    `The environment variable \`${name}\` is not set.${near} Set it before the process starts, or say what stands for it: env("${name}", { default: "…" }).`,
  );
}

class Variable implements DeclaredVariable {
  readonly name: string;
  readonly options: VariableOptions;

  constructor(name: string, options: VariableOptions) {
    this.name = name;
    this.options = Object.freeze({ ...options });
    Object.defineProperty(this, VARIABLE, { value: true });
    Object.freeze(this);
  }

  get length(): number {
    return this.toString().length;
  }

  toString(): string {
    return textOfVariable(this, process.env);
  }

  valueOf(): string {
    return this.toString();
  }

  toJSON(): string {
    return `env(${JSON.stringify(this.name)})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toJSON();
  }
}

// The methods of strings take whatever has a text.
Object.setPrototypeOf(Variable.prototype, String.prototype);

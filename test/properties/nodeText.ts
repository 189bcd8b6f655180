// What is a node's text made of? Parameters, and a value of what they give and of what the module has.
import type { Pen } from "./pen.ts";

export interface NodeText {
  readonly text: string;
  /** Names that can be asked for, whatever is chosen; those with a dot are no parameters. */
  readonly makes: readonly string[];
  /** What its own modifier says. */
  readonly behavior?: Behavior;
  /** What it reads besides its parameters: `mode`, `seed`, `file0`, `variable1`, `saved`, `inner`, `items`. */
  readonly asks?: readonly string[];
  /** Its value is the time of the run. */
  readonly isMoment?: true;
}

export type Behavior = "default" | "recompute" | "disable" | "ignore";

/** What a node's text may refer to. */
export interface NodePlace {
  readonly name: string;
  /** Names of nodes and inputs that can be parameters. */
  readonly deps: readonly string[];
  /** The same nodes, or one below them, as `source()` names them. */
  readonly sources: readonly string[];
  /** Expressions over the module's parts. */
  readonly terms: readonly string[];
  /** Parts that are functions of one value. */
  readonly functions: readonly string[];
  /** Nodes of the module `inner`, for those that use it. */
  readonly inner: readonly string[];
}

export type NodeShape = (pen: Pen, place: NodePlace) => NodeText;

/** A folder of the test's own, which its bench puts in. */
export const FOLDER = "@/";

export const list = (...items: readonly string[]): string => items.filter((item) => item !== "").join(", ");

/** Parameters, sometimes with a default that is in the key. */
export function parameters(
  pen: Pen,
  { name, deps }: NodePlace,
): { readonly declared: string; readonly read: readonly string[] } {
  const typed = deps.map((dep) => `${dep}${pen.type("any")}`);
  const initial = pen.pick("", pen.number(), `digest(${pen.text()})`, `[${pen.number()}].length`);
  if (initial === "") return { declared: list(...typed), read: deps };
  const own = `${name}_given`;
  return { declared: `${list(...typed, `${own} = ${initial}`)}${pen.style("", ",")}`, read: [...deps, own] };
}

/** Small moduli let edits give the same value again: those below then hit. */
export function value(pen: Pen, read: readonly string[], terms: readonly string[]): string {
  const literal = pen.pick("number", "text") === "number" ? pen.number() : pen.text();
  const all = `digest(${list(...read, ...terms, literal)})`;
  return pen.pick(all, `${all} % 2`, `${all} ${pen.pick("+", "*")} 3`, `\`${pen.pick("x", "y")}\${${all}}\``);
}

/** @param how stands before the parameters, e.g. `async ` */
export function arrow(pen: Pen, place: NodePlace, how = ""): string {
  const { declared, read } = parameters(pen, place);
  return `${how}(${declared})${pen.style("", ": any")} =>${pen.style(" ", "  ", " /* so */ ")}${value(pen, read, place.terms)}`;
}

/** What a parameter is bound to: a literal, or a node that is there. */
export function bound(pen: Pen, { sources }: NodePlace): string {
  const literal = pen.pick(pen.number(), pen.text());
  return pen.pick(literal, ...sources.map((name) => `source("${name}")`));
}

// What is called for a node, and with what?
import { cellarError } from "../errors.ts";
import { checking, passing } from "./checkBody.ts";
import { heldFunction } from "./heldFunction.ts";
import { innermost } from "./modifiers/wrap.ts";
import type { AnyFunction } from "./module.ts";
import type { FunctionNode } from "./node.ts";

/**
 * Takes the values of the node's edges, then those of its bound parameters; its module must be loaded.
 *
 * @param hides is no value to be told in an error of the engine's own?
 */
export function bodyOf(node: FunctionNode, hides = false): AnyFunction {
  switch (node.step.kind) {
    case "call":
      return called(node);
    case "apply":
      return inOrder(heldFunction(node.module, node.step.place), node);
    case "check":
      return checking(node)!;
    case "checked":
      return passing(node, hides)!;
    case "same":
      return ((value: unknown) => value) as AnyFunction;
    case "loaded":
      return (([value]: readonly unknown[]) => value) as AnyFunction;
    case "field":
      return ((value: unknown) => fieldOf(value, node)) as AnyFunction;
    case "column":
      return ((value: unknown) => columnOf(value, node)) as AnyFunction;
  }
}

function called(node: FunctionNode): AnyFunction {
  const fn = innermost(node.module.functionOf(node.facts.name), node.facts.variant);
  return inOrder(node.role === "loader" ? loading(fn, node) : fn, node);
}

function inOrder(call: AnyFunction, node: FunctionNode): AnyFunction {
  const order = orderOf(node);
  return order === undefined ? call : (...values) => call(...(order.map((at) => values[at]) as never[]));
}

/** Which of the values each argument of the function is, by its place; undefined where they stand in order. */
export function orderOf({ bound, edges, facts }: FunctionNode): readonly number[] | undefined {
  if (bound.length === 0) return undefined;
  const given = [...edges, ...bound].map(({ parameter }) => parameter);
  return facts.parameters.map(({ name }) => given.indexOf(name));
}

/** What a function gave, as its node takes it; throws what `bodyOf` would. */
export function checked(node: FunctionNode, given: unknown): unknown {
  return node.role === "loader" ? pairOf(node, given) : given;
}

/** What a loader gives is checked where it is made, so that the error names it. */
function loading(fn: AnyFunction, node: FunctionNode): AnyFunction {
  const check = (given: unknown) => pairOf(node, given);
  return (...values) => {
    const given = fn(...values);
    return given instanceof Promise ? given.then(check) : check(given);
  };
}

function pairOf({ name }: FunctionNode, given: unknown): unknown {
  if (Array.isArray(given) && given.length === 2) return given;
  throw cellarError(
    "bad-modifier",
    `\`${name}\` gives ${kindOf(given)}, but a loader gives a pair: \`[value, { … what is known of it }]\`.`,
  );
}

function fieldOf(value: unknown, { name, facts, step }: FunctionNode): unknown {
  const field = (step as { readonly name: string }).name;
  if (value instanceof Map && value.has(field)) return value.get(field);
  if (typeof value === "object" && value !== null && !(value instanceof Map) && Object.hasOwn(value, field))
    return (value as Record<string, unknown>)[field];
  throw cellarError(
    "bad-modifier",
    `\`${name}\`: \`${facts.name}\` gives ${kindOf(value)} without a field \`${field}\`.`,
  );
}

/** Of a frame that has its columns by name, as those of Polars (`getColumn`), Arrow (`getChild`) and arquero (`array`). */
function columnOf(value: unknown, node: FunctionNode): unknown {
  const column = (node.step as { readonly name: string }).name;
  const frame = value as Partial<Record<"getColumn" | "getChild", (name: string) => unknown>> | null;
  for (const method of ["getColumn", "getChild"] as const) {
    if (typeof frame?.[method] !== "function") continue;
    const found = frame[method](column);
    if (found !== null && found !== undefined) return found;
    throw cellarError(
      "bad-modifier",
      `\`${node.name}\`: the frame of \`${node.facts.name}\` has no column \`${column}\`.`,
    );
  }
  if (Array.isArray(value)) return value.map((row: unknown) => fieldOf(row, node));
  return fieldOf(value, node);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value)
    ? `a list of ${value.length}`
    : typeof value === "object"
      ? "an object"
      : `a ${typeof value}`;
}

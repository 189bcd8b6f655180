// How is a function wrapped so that it can still be called, and what does it wrap?
import type { AnyFunction } from "../module.ts";

/** One for all copies of the engine in a process. */
const WRAPPED = Symbol.for("cellar.modifier.wrapped");
const HELD = Symbol.for("cellar.modifier.held");
const VARIANTS = Symbol.for("cellar.modifier.variants");

/** A function that stands for several, of which `innermost` takes one. */
export function holdVariants(fn: AnyFunction, variants: readonly AnyFunction[]): AnyFunction {
  return Object.defineProperty(fn, VARIANTS, { value: variants });
}

/**
 * The function itself, under another identity: a node's modifiers are read from its text, never from what runs.
 *
 * @param call what a plain call does, where that is not what the function does
 * @param held functions that the modifier calls besides
 * @throws TypeError for anything but a function, naming the modifier
 */
export function wrap<F extends AnyFunction>(modifier: string, fn: F, call: AnyFunction = fn, held?: object): F {
  if (typeof fn !== "function")
    throw new TypeError(
      `${modifier}() wraps a function that stands last among its arguments, not ${fn === null ? "null" : typeof fn}.`,
    );
  const wrapped = function (this: unknown, ...values: never[]) {
    return call.apply(this, values);
  };
  Object.defineProperty(wrapped, "name", { value: fn.name, configurable: true });
  Object.defineProperty(wrapped, "length", { value: fn.length, configurable: true });
  Object.defineProperty(wrapped, WRAPPED, { value: fn });
  if (held !== undefined) Object.defineProperty(wrapped, HELD, { value: held });
  return wrapped as unknown as F;
}

/** Is it what a modifier or `oneOf` made? */
export function isWrapped(fn: AnyFunction): boolean {
  return Object.hasOwn(fn, WRAPPED) || Object.hasOwn(fn, VARIANTS);
}

/**
 * The function within all modifiers.
 *
 * @param variant which of those in `oneOf`, from 1
 */
export function innermost(fn: AnyFunction, variant?: number): AnyFunction {
  let inner = fn;
  for (const layer of layersOf(fn, variant)) inner = layer;
  return inner;
}

/** From the outermost to the function itself; nothing of what is no function. */
export function* layersOf(fn: unknown, variant?: number): Generator<AnyFunction> {
  for (let layer = fn; typeof layer === "function"; ) {
    yield layer as AnyFunction;
    const { [WRAPPED]: wrapped, [VARIANTS]: variants } = layer as Wrapper;
    layer = variant === undefined ? wrapped : (variants?.[variant - 1] ?? wrapped);
  }
}

/**
 * What a modifier holds besides.
 *
 * @param modifier its place, from the outermost
 */
export function heldBy(fn: AnyFunction, modifier: number, variant?: number): unknown {
  let inner = fn as Wrapper & AnyFunction;
  for (let at = 0; ; ) {
    const { [WRAPPED]: wrapped, [VARIANTS]: variants, [HELD]: held } = inner;
    if (wrapped === undefined) {
      const next = variant === undefined ? undefined : variants?.[variant - 1];
      if (next === undefined) return undefined;
      inner = next;
    } else if (at++ === modifier) return held;
    else inner = wrapped;
  }
}

interface Wrapper {
  readonly [HELD]?: object;
  readonly [WRAPPED]?: AnyFunction;
  readonly [VARIANTS]?: readonly AnyFunction[];
}

// Which function do the options of a modifier hold at this place? What runs is taken from what ran, as with any node.

import type { HeldPlace } from "./madeNode.ts";
import { heldBy, innermost } from "./modifiers/wrap.ts";
import type { AnyFunction, ModuleInstance } from "./module.ts";

/** @param module it must be loaded */
export function heldFunction(module: ModuleInstance, { name, variant, modifier, path }: HeldPlace): AnyFunction {
  let held = heldBy(module.functionOf(name), modifier, variant);
  for (const at of path) held = (held as Record<string | number, unknown> | undefined)?.[at];
  if (typeof held !== "function") throw new TypeError(`the modifiers of \`${name}\` are not what its text says`);
  return innermost(held as AnyFunction);
}

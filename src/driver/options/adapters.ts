// Is this an adapter? An object with at least one of the functions that a run calls.
import { cellarError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import type { Adapter } from "../../run/adapters.ts";

const HOOKS = ["beforeRun", "afterRun", "beforeNode", "afterNode"] as const;

/** @throws CellarError `bad-option` for anything that would never be called */
export function refuseOtherAdapters(adapters: readonly unknown[]): void {
  adapters.forEach((adapter, at) => {
    const where = `withAdapters(): argument ${at + 1}`;
    if (typeof adapter !== "object" || adapter === null)
      throw cellarError("bad-option", `${where} is ${adapter === null ? "null" : typeof adapter}, not an adapter.`);
    const hooks = HOOKS.filter((hook) => (adapter as Adapter)[hook] !== undefined);
    const odd = hooks.find((hook) => typeof (adapter as Adapter)[hook] !== "function");
    if (odd !== undefined)
      throw cellarError("bad-option", `${where}: \`${odd}\` is ${typeof (adapter as Adapter)[odd]}, not a function.`);
    if (hooks.length > 0) return;
    const near =
      Object.keys(adapter)
        .map((key) => didYouMean(key, HOOKS))
        .find((hint) => hint !== "") ?? "";
    const list = HOOKS.map((hook) => `\`${hook}\``).join(", ");
    throw cellarError("bad-option", `${where} has none of ${list}, so nothing of it would be called.${near}`);
  });
}

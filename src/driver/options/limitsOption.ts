// What does `execute({ timeoutMs, retry })` say?
import { cellarError } from "../../errors.ts";
import type { Limits } from "../../run/call/attemptRule.ts";
import { retryFault, timeoutFault } from "../../source/modifiers/attemptFacts.ts";
import type { ExecuteOptions } from "./options.ts";

/** @throws CellarError `bad-option` that says what each option takes */
export function limitsOption({
  timeoutMs,
  retry,
}: Pick<ExecuteOptions<object, object>, "timeoutMs" | "retry">): Limits {
  const fault =
    (timeoutMs === undefined ? undefined : timeoutFault("execute({ timeoutMs })", timeoutMs)) ??
    (retry === undefined ? undefined : retryFault("execute({ retry })", retry));
  if (fault !== undefined) throw cellarError("bad-option", fault);
  return { timeoutMs, retry };
}

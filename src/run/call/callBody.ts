// How is the body of a node called, in this thread or where an executor takes it?
import type { ClassTable, Executor, Work, WorkPlace } from "../../contracts.ts";
import { bodyOf, checked, orderOf } from "../../dataflow/body.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import { IGNORED_FIELD, type Surroundings } from "../../identity/environment.ts";
import { callWith } from "./abortSignal.ts";
import { type Limits, limitsOf } from "./attemptRule.ts";
import { collected, isCollected } from "./collected.ts";
import { staysReason } from "./staysReason.ts";
import { within } from "./within.ts";

export interface CallParts {
  readonly executor: Executor;
  readonly classes: ClassTable;
  readonly surroundings: Surroundings;
  /** Is no value to be told in an error of the engine's own? */
  readonly hides?: boolean;
}

export interface Listener {
  /** For what it prints elsewhere. */
  readonly heard: NonNullable<Work["heard"]>;
  /** Gets what is to be called when the body is over. */
  readonly whenOver: (ended: () => void) => void;
}

/**
 * Calls the body of a node whose module is loaded, once and within its time; what it returns may be a promise. What it yields
 * is collected.
 *
 * @param signal of the run
 * @param told where it runs, if that is not where the executor runs everything
 * @param listener to what it prints
 * @throws what the body throws; CellarError `timed-out`
 */
export function callBody(
  node: FunctionNode,
  values: readonly unknown[],
  parts: CallParts,
  signal: AbortSignal | undefined,
  limits: Limits,
  told: (place: WorkPlace) => void = () => {},
  listener?: Listener,
): unknown {
  const { timeoutMs } = limitsOf(node, limits);
  return within({ node: node.name, timeoutMs, signal }, (stop, began) => {
    const fn = bodyOf(node, parts.hides) as (...values: readonly unknown[]) => unknown;
    const body = isCollected(node) ? (...given: readonly unknown[]) => collected(fn(...given)) : fn;
    const work: Work = {
      ...workOf(node, parts),
      body: (...given: readonly unknown[]) => {
        began();
        return callWith(stop, () => body(...given), listener?.whenOver);
      },
      began,
      signal: stop,
      ...(listener === undefined ? {} : { heard: listener.heard }),
    };
    return parts.executor.call(work, values, told);
  });
}

/** All but how it is called. */
export function workOf(
  node: FunctionNode,
  { executor, classes, surroundings }: CallParts,
): Omit<Work, "body" | "began" | "signal" | "heard"> {
  // Whoever takes nothing out of this thread needs not be told what to take.
  const called = executor.mayLeave === undefined || node.step.kind !== "call" ? undefined : calledOf(node);
  return {
    node: node.name,
    ...(called === undefined ? {} : { called }),
    surroundings: called === undefined ? NOTHING : countedFields(surroundings),
    classes,
  };
}

const NOTHING = {};

/** What the user has left out of the keys may differ elsewhere too (R11). */
function countedFields(surroundings: Surroundings): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(surroundings).filter(([, value]) => value !== IGNORED_FIELD));
}

function calledOf(node: FunctionNode): NonNullable<Work["called"]> {
  const { module, facts } = node;
  const order = orderOf(node);
  const code = module.codeVersionOf(facts.part, "closure");
  const stays = staysReason(node, code);
  return {
    name: facts.name,
    ...(facts.variant === undefined ? {} : { variant: facts.variant }),
    ...(order === undefined ? {} : { order }),
    yields: isCollected(node),
    check: (given) => checked(node, given),
    module,
    codeVersion: code.version,
    ...(stays === undefined ? {} : { stays }),
  };
}

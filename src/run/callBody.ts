// How is the body of a node called, in this thread or where an executor takes it?
import type { ClassTable, Executor, Work, WorkPlace } from "../contracts.ts";
import { bodyOf, checked, orderOf } from "../dataflow/body.ts";
import type { FunctionNode } from "../dataflow/node.ts";
import { IGNORED_FIELD, type Surroundings } from "../identity/environment.ts";
import { isCollected } from "./collected.ts";
import { staysReason } from "./staysReason.ts";

export interface CallParts {
  readonly executor: Executor;
  readonly classes: ClassTable;
  readonly surroundings: Surroundings;
}

/**
 * Calls the body of a node whose module is loaded; what it returns may be a promise.
 *
 * @param told where it runs, if that is not where the executor runs everything
 */
export function callBody(
  node: FunctionNode,
  values: readonly unknown[],
  parts: CallParts,
  signal: AbortSignal | undefined,
  told: (place: WorkPlace) => void = () => {},
): unknown {
  const { executor } = parts;
  // Whoever takes nothing out of this thread needs not be told what to take.
  const called = executor.mayLeave === undefined || node.step.kind !== "call" ? undefined : calledOf(node);
  const { classes, surroundings } = parts;
  const work: Work = {
    node: node.name,
    body: bodyOf(node),
    ...(called === undefined ? {} : { called }),
    surroundings: called === undefined ? NOTHING : countedFields(surroundings),
    classes,
    signal,
  };
  return executor.call(work, values, told);
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
    ...(order === undefined ? {} : { order }),
    yields: isCollected(node),
    check: (given) => checked(node, given),
    module,
    codeVersion: code.version,
    ...(stays === undefined ? {} : { stays }),
  };
}

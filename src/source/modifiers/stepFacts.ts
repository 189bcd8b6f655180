// Which steps stand in `pipeOutput` and `pipeInput`, and what is each given?
import type { CallExpression, Expression } from "typescript";
import { didYouMean } from "../../nearest.ts";
import { compiler } from "../compiler.ts";
import { literalValue } from "../constants/literalValue.ts";
import type { BoundFacts, ConditionFacts, ModifierFacts, ParameterFacts, StepFacts } from "../facts.ts";
import { importedAs } from "../names/importedAs.ts";
import { placeOf, shortText } from "../place.ts";
import { unwrap } from "../shape.ts";
import { conditionFacts } from "./conditionFacts.ts";
import { boundIn, Fault, notLiteral, objectIn } from "./optionText.ts";
import type { ConstantOf } from "./optionValue.ts";

/** A function that an option names. */
export interface NamedFunction extends Pick<StepFacts, "part" | "async" | "generator" | "returns"> {
  /** Undefined for an import, whose text is not read here. */
  readonly parameters: readonly ParameterFacts[] | undefined;
}

/** The function of the module, or the import, that an expression names; or why there is none. */
export type FunctionAt = (expression: Expression, by: string) => NamedFunction | Fault;

const OUTPUT = "[step(round, { digits: 2 })]";
const INPUT = "{ rows: [step(clean)] }";
const NO_CONSTANT: ConstantOf = () => undefined;
/** Names below a node's that others bear. */
const TAKEN = /^(raw|unchecked|loader|check\d*)$/;

export function outputSteps(
  list: Expression | undefined,
  constantOf: ConstantOf,
  functionAt: FunctionAt,
): ModifierFacts | Fault {
  const steps = stepsIn("pipeOutput", OUTPUT, list, constantOf, functionAt);
  return steps instanceof Fault ? steps : { kind: "pipeOutput", steps };
}

export function inputSteps(
  options: Expression | undefined,
  constantOf: ConstantOf,
  functionAt: FunctionAt,
): ModifierFacts | Fault {
  const piped = objectIn(options, NO_CONSTANT);
  if (piped === undefined) return notLiteral("pipeInput", INPUT);
  if (piped.length === 0) return new Fault(`pipeInput() has no parameter: \`pipeInput(${INPUT}, fn)\`.`);
  const steps: Record<string, readonly StepFacts[]> = {};
  for (const [parameter, list] of piped) {
    const found = stepsIn("pipeInput", INPUT, list, constantOf, functionAt);
    if (found instanceof Fault) return found;
    steps[parameter] = found;
  }
  return { kind: "pipeInput", steps };
}

function stepsIn(
  by: string,
  example: string,
  list: Expression | undefined,
  constantOf: ConstantOf,
  functionAt: FunctionAt,
): readonly StepFacts[] | Fault {
  const ts = compiler();
  // A constant list could be changed before it is read, and what runs is taken from what was read then.
  const held = list === undefined ? undefined : unwrap(list);
  if (held === undefined || !ts.isArrayLiteralExpression(held)) return notLiteral(by, example);
  if (held.elements.length === 0) return new Fault(`${by}() has no step: \`${by}(${example}, fn)\`.`);
  const steps: StepFacts[] = [];
  for (const [at, element] of held.elements.entries()) {
    const step = stepIn(element, at, by, constantOf, functionAt);
    if (step instanceof Fault) return step;
    if (steps.some(({ name }) => name === step.name))
      return new Fault(`${by}() has two steps named \`${step.name}\`: give one of them another name.`);
    steps.push(step);
  }
  return steps;
}

function stepIn(
  expression: Expression,
  at: number,
  by: string,
  constantOf: ConstantOf,
  functionAt: FunctionAt,
): StepFacts | Fault {
  const said = callsIn(expression);
  if (said instanceof Fault) return said;
  const { call, condition } = said;
  const [fn, options, more] = call?.arguments ?? [];
  if (fn === undefined || more !== undefined)
    return new Fault(
      `${by}() takes steps, \`step(round, { digits: 2 })\`, and its item ${at + 1} is \`${shortText(expression)}\`.`,
    );
  const found = functionAt(fn, "step");
  if (found instanceof Fault) return found;
  const bound = options === undefined ? {} : boundIn(options, constantOf);
  if (bound === undefined) return notLiteral("step", "round, { digits: 2 }", "");
  if (bound instanceof Fault) return bound;
  const name = said.name ?? `step${at + 1}`;
  const { parameters = [GIVEN], ...about } = found;
  const fault = boundFault(found, bound);
  return fault === undefined
    ? { name, at, ...about, parameters, bound, ...(condition === undefined ? {} : { condition }), ...placeOf(fn) }
    : new Fault(fault);
}

/** Of an import no more is known than that it takes the value. */
const GIVEN: ParameterFacts = { name: "value", optional: false, line: 1, column: 1 };

function boundFault({ part, parameters }: NamedFunction, bound: Readonly<Record<string, BoundFacts>>) {
  const [name] = Object.keys(bound);
  if (parameters === undefined)
    return name === undefined
      ? undefined
      : `step(${part}) binds \`${name}\`, but \`${part}\` is imported and its parameters' names are not known here: call it in a function of this module.`;
  const [first, ...others] = parameters.map((parameter) => parameter.name);
  if (first === undefined)
    return `step(${part}) gives it a value, and \`${part}\` has no parameter to take it: write \`${part}(value)\`.`;
  if (Object.hasOwn(bound, first))
    return `step(${part}) binds \`${first}\`, its first parameter, which is given the value that the step is for.`;
  const unknown = Object.keys(bound).find((each) => !others.includes(each));
  return unknown === undefined
    ? undefined
    : `step(${part}) binds \`${unknown}\`, which is no parameter of the function.${didYouMean(unknown, others)}`;
}

interface Said {
  /** Undefined where it is no call of `step`. */
  readonly call: CallExpression | undefined;
  readonly name?: string;
  readonly condition?: ConditionFacts;
}

/** `step(…).named("…").when({ … })`, in any order. */
function callsIn(expression: Expression): Said | Fault {
  const ts = compiler();
  let held = unwrap(expression);
  let said: Omit<Said, "call"> = {};
  while (ts.isCallExpression(held)) {
    const { expression: callee } = held;
    const from = importedAs(callee);
    if (from === "step") return { call: held, ...said };
    if (from !== undefined || !ts.isPropertyAccessExpression(callee)) break;
    const more = saidBy(callee.name.text, held.arguments);
    if (more instanceof Fault) return isStep(callee.expression) ? more : { call: undefined };
    said = { ...said, ...more };
    held = unwrap(callee.expression);
  }
  return { call: undefined };
}

function isStep(expression: Expression): boolean {
  const said = callsIn(expression);
  return said instanceof Fault || said.call !== undefined;
}

function saidBy(method: string, [argument]: readonly Expression[]): Omit<Said, "call"> | Fault {
  const literal = argument === undefined ? undefined : literalValue(argument)?.literal;
  if (method === "named") {
    if (typeof literal !== "string" || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(literal))
      return new Fault('step().named() takes a name written out as a text of letters and digits: `.named("rounded")`.');
    return TAKEN.test(literal)
      ? new Fault(`step().named("${literal}"): another node is called so; give the step another name.`)
      : { name: literal };
  }
  if (method !== "when")
    return new Fault(`step() has no \`.${method}()\`.${didYouMean(method, ["named", "when"])} It has named and when.`);
  if (typeof literal !== "object" || literal === null || Array.isArray(literal))
    return new Fault('step().when() takes its condition written out: `.when({ region: "us" })`.');
  const condition = conditionFacts(literal as Record<string, unknown>);
  return typeof condition === "string" ? new Fault(`step().${condition}`) : { condition };
}

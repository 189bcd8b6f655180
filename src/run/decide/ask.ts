// What is asked, in digests? The closure's code versions, the versions of its inputs and of the defaults that apply.
import type { Behavior, Binding } from "../../contracts.ts";
import { impurityCause } from "../../cues/impurity.ts";
import type { Closure } from "../../dataflow/closure.ts";
import { type BoundValue, callsFunction, handsOn } from "../../dataflow/madeNode.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import type { Edge, FunctionNode } from "../../dataflow/node.ts";
import { digestOf } from "../../identity/digest.ts";
import type { Preview } from "../../protocol/index.ts";
import { previewOf as previewOfValue } from "../../values/preview.ts";
import { versionOf } from "../../values/version.ts";
import type { RunOptions, RunParts } from "../parts.ts";
import { errorLine } from "../record/nodeError.ts";
import { hiddenPreview, redactor, secretPreview } from "../record/redact.ts";
import { coverOf, momentOf, openInputs, refuseNested } from "./askOutside.ts";
import { type Coded, codeOfBound } from "./codeOfBound.ts";
import { type NodeCode, nodeCodeOf } from "./nodeCode.ts";
import { type Opened, type Outside, outsideOf } from "./outside.ts";
import type { Question, QuestionNode } from "./question.ts";
import { boundByRun } from "./runSeed.ts";

export interface Asked {
  readonly question: Question;
  readonly codes: readonly (NodeCode | undefined)[];
  /** Values of the inputs that were given, by index. */
  readonly inputs: ReadonlyMap<number, unknown>;
  /** Where items are computed: inputs of the run of which they are, by index among the items' nodes. */
  readonly inputsAbove?: ReadonlyMap<number, unknown>;
  /** Values of the defaults that apply, by node and parameter. */
  readonly defaults: ReadonlyMap<string, unknown>;
  /** Why an input has no version, by index. */
  readonly refusals: ReadonlyMap<number, string>;
  /** What is seen of an input, by index. */
  previewOf(i: number): Preview;
  /** What is seen of a value that this node has made, or that stands in its code. */
  shownOf(i: number, value: unknown, version: string): Preview;
  /** A text in which nothing of a secret stands. */
  redact(text: string): string;
  /** What keeps a node from being called at all, by index: its module or a default of it threw. */
  readonly failures: ReadonlyMap<number, { readonly error: unknown }>;
  /** What declared files and variables held as it was asked. */
  readonly outside: Outside;
}

export const defaultKey = (node: string, parameter: string): string => `${node}\0${parameter}`;

/** Loads the modules whose constants count by value; everything else is known from facts. */
export async function ask(
  closure: Closure,
  given: Readonly<Record<string, unknown>>,
  parts: Pick<RunParts, "surroundings" | "classes" | "dataflowId" | "clock" | "world" | "metadata">,
  options: Pick<
    RunOptions,
    "mode" | "impure" | "recompute" | "behaviors" | "secrets" | "previews" | "seed" | "keepsMoment"
  >,
  runName: string,
): Promise<Asked> {
  const inputs = new Map<number, unknown>();
  const refusals = new Map<number, string>();
  const outside = outsideOf(parts.world);
  const hidden: unknown[] = [];
  /** What is seen of what is declared or given by the run, by the version in its binding. */
  const seen = new Map<string, Preview>();
  const opened = await openInputs(closure, given, outside);
  const moment = await momentOf(closure, parts, options);
  const versions = closure.nodes.map((node, i) => {
    if (node.kind !== "input" || given[node.name] === undefined) return undefined;
    const declared = opened.get(i);
    if (declared !== undefined) {
      inputs.set(i, declared.value);
      note(declared, options.secrets.has(node.name));
      return `${declared.kind}:${declared.version}`;
    }
    const value = given[node.name];
    if (options.secrets.has(node.name)) hidden.push(value);
    inputs.set(i, value);
    const versioned = versionOf(value, parts.classes);
    if (versioned.ok) return versioned.version;
    refuseNested(node.name, value);
    refusals.set(
      i,
      `\`${node.name}\` cannot be versioned: ${versioned.refusal.path || "it"} is ${versioned.refusal.what}`,
    );
    return `opaque:${runName}:${node.name}`;
  });
  const allGiven = closure.nodes.every((node, i) => node.kind === "node" || inputs.has(i));
  const defaults = new Map<string, unknown>();
  const failures = new Map<number, { readonly error: unknown }>();
  /** Why no key can be sure of what a parameter is bound to, by index. */
  const unsure = new Map<number, string>();
  const codes: (NodeCode | undefined)[] = [];
  const hasComputed = new Map<ModuleInstance, boolean>();
  const nodes: (QuestionNode | undefined)[] = [];
  for (let i = 0; i < closure.nodes.length; i++) {
    const node = closure.nodes[i]!;
    if (node.kind === "input") {
      codes.push(undefined);
      nodes.push(undefined);
      continue;
    }
    const ofDefault = ({ parameter, facts }: Edge) => bindingOf(i, node, node.facts.name, parameter, facts.default);
    const ofModifier = ({ parameter, value, owner }: BoundValue) => bindingOf(i, node, owner, parameter, value);
    const failed = needsLoading(node, hasComputed) ? await loadFailure(node.module) : undefined;
    if (failed !== undefined) failures.set(i, failed);
    const isAbsent = (dep: number) => closure.nodes[dep]!.kind === "input" && !inputs.has(dep);
    const edges = closure.edges[i]!;
    const absent = allGiven ? [] : node.edges.filter((_, at) => isAbsent(edges[at]!.dep));
    const standing = failed === undefined ? [...absent.map(ofDefault), ...node.bound.map(ofModifier)] : [];
    const fixed = standing.some((binding) => binding instanceof Promise) ? await Promise.all(standing) : standing;
    const covers = coverOf(node, fixed as readonly Binding[], closure, i, opened);
    const nodeCode = nodeCodeOf(node, options.mode, parts.surroundings, covers);
    codes.push(nodeCode);
    const { forced, disabled, ignored } = saidOf(node, options);
    nodes.push({
      name: node.name,
      bound: absent.length === 0 ? edges : edges.filter(({ dep }) => !isAbsent(dep)),
      fixed: fixed as readonly Binding[],
      codeVersion: nodeCode.code.version,
      environment: nodeCode.environment.version,
      openName: nodeCode.openName,
      forced,
      disabled,
      ignored,
      ttlMs: node.settings.ttlMs,
      isSaver: node.role === "saver",
      handsOn: handsOn(node),
      isTrusted: node.settings.lend === "trust",
      opaque: failureText(i) ?? unsure.get(i) ?? nodeCode.opaque,
      impure: impureText(nodeCode, node, options),
    });
  }
  const question: Question = {
    nodes,
    users: closure.users,
    asked: closure.asked,
    given: versions,
    dataflowId: parts.dataflowId,
    now: parts.clock.now(),
  };
  const { secrets } = options;
  const redact = redactor(hidden);
  const previewOf = (i: number) => {
    if (secrets.has(closure.nodes[i]!.name)) return secretPreview(versions[i]);
    const declared = opened.get(i);
    if (declared !== undefined) return seen.get(declared.version)!;
    return options.previews ? previewOfValue(inputs.get(i)) : hiddenPreview(versions[i]);
  };
  const shownOf = (i: number, value: unknown, version: string) => {
    const known = seen.get(version);
    if (known !== undefined) return known;
    const node = closure.nodes[i]!;
    const isShown = options.previews && !(node.kind === "node" && node.settings.preview === false);
    return isShown ? previewOfValue(value) : hiddenPreview(version);
  };
  return { question, codes, inputs, defaults, refusals, failures, previewOf, shownOf, redact, outside };

  /** Remembers what is seen of it, and what may not be. */
  function note({ value, version, preview, isSecret }: Opened, isGivenAsSecret = false): void {
    const isHidden = isSecret || isGivenAsSecret;
    if (isHidden) hidden.push(value);
    seen.set(version, isHidden ? secretPreview(version) : options.previews ? preview : hiddenPreview(version));
  }

  function bindingOf(
    i: number,
    node: FunctionNode,
    owner: string,
    parameter: string,
    value: Standard,
  ): Binding | Promise<Binding> {
    if (value !== undefined && "run" in value) {
      const {
        binding,
        value: own,
        preview,
      } = boundByRun(parameter, value.run, node.keyName ?? node.name, options.seed, moment);
      defaults.set(defaultKey(node.name, parameter), own);
      seen.set(binding[2], options.previews ? preview : hiddenPreview(binding[2]));
      return binding;
    }
    try {
      return valueBinding(i, node, owner, parameter, value);
    } catch (error) {
      failures.set(i, { error });
      return [parameter, "value", "opaque:failed"];
    }
  }

  /** A value that applies enters the key as such: the same as if it were given (R1). */
  function valueBinding(
    i: number,
    node: FunctionNode,
    owner: string,
    parameter: string,
    standard: Exclude<Standard, { readonly run: unknown }>,
  ): Binding | Promise<Binding> {
    const hasCode = standard !== undefined && "code" in standard;
    // A default that mentions other parameters is settled by its code and their own bindings.
    const byCode = (digest: string): Binding => [parameter, "value", digestOf("default/1", digest)];
    if (hasCode && !standard.standsAlone) return byCode(standard.digest);
    const value = hasCode
      ? node.module.defaultOf(owner, parameter, node.facts.variant)
      : structuredClone(standard?.literal);
    const opening = outside.open(value);
    if (opening !== undefined)
      return opening.then((declared) => {
        defaults.set(defaultKey(node.name, parameter), declared.value);
        note(declared);
        return [parameter, declared.kind, declared.version];
      });
    defaults.set(defaultKey(node.name, parameter), value);
    const versioned = versionOf(value, parts.classes);
    if (versioned.ok) return [parameter, "value", versioned.version];
    const coded = standard as Coded;
    // The code of a default is a part of the function; what a modifier binds is not.
    if (!node.bound.some((each) => each.parameter === parameter)) return byCode(coded.digest);
    const counted = codeOfBound(node.module, coded, options.mode);
    if ("digest" in counted) return [parameter, "value", counted.digest];
    unsure.set(
      i,
      `what \`${parameter}\` is bound to has no version, and nobody can tell what it reaches: ${counted.unknown}`,
    );
    return [parameter, "opaque", `opaque:${runName}:${node.name}.${parameter}`];
  }

  function failureText(i: number): string | undefined {
    const failure = failures.get(i);
    return failure === undefined ? undefined : `what it needs could not be evaluated (${errorLine(failure.error)})`;
  }
}

/** A module that cannot be evaluated is the failure of its nodes, not of the run. */
async function loadFailure(module: ModuleInstance): Promise<{ readonly error: unknown } | undefined> {
  if (module.isLoaded) return undefined;
  try {
    await module.load();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** A module is evaluated before planning only where the value of a constant or of a default counts. */
function needsLoading(node: FunctionNode, hasComputed: Map<ModuleInstance, boolean>): boolean {
  if (node.edges.some((edge) => edge.facts.default !== undefined && "code" in edge.facts.default)) return true;
  if (node.bound.some(({ value }) => "code" in value)) return true;
  const known = hasComputed.get(node.module);
  if (known !== undefined) return known;
  const computed = Object.values(node.module.facts.parts).some(
    (part) => part.class === "computed" || part.computedProperties === true,
  );
  hasComputed.set(node.module, computed);
  return computed;
}

/** Why a node that reads what no key holds executes, where it is not trusted (R12). */
function impureText(
  { reads, code }: NodeCode,
  node: FunctionNode,
  { impure }: Pick<RunOptions, "impure">,
): string | undefined {
  // What takes something out of a value calls nothing.
  const { settings } = node;
  if ((settings.impure ?? impure) !== "run" || !callsFunction(node)) return undefined;
  const cause = impurityCause(reads) ?? code.marks[0];
  const by = settings.impure === undefined ? "withCache" : "cache";
  return cause === undefined ? undefined : `${cause}, and is not trusted: ${by}({ impure: "run" })`;
}

type Standard = BoundValue["value"] | undefined;

/** Who says what of a node; what is asked of this run is told first. */
function saidOf({ name }: FunctionNode, { recompute, behaviors }: Pick<RunOptions, "recompute" | "behaviors">) {
  const said = behaviors.get(name)!;
  const isForced = recompute === true || recompute.has(name);
  const by = (behavior: Behavior) => (said.behavior === behavior ? said.by : undefined);
  return {
    forced: isForced ? "execute({ recompute })" : by("recompute"),
    disabled: by("disable"),
    ignored: by("ignore"),
  };
}

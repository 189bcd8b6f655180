// What is a node before it is tied to others?
import type { Behavior, Impure, Lending } from "../contracts.ts";
import { cellarError } from "../errors.ts";
import type {
  BoundFacts,
  CheckRules,
  CodedDefault,
  ModifierFacts,
  NodeFacts,
  ParameterFacts,
  RetryFacts,
} from "../source/facts.ts";
import type { MapRole } from "./mapRole.ts";

/** A parameter and the name of what it reads. */
export interface Need {
  readonly parameter: string;
  readonly from: string;
  readonly facts: ParameterFacts;
  /** Does it read what a step makes of what it would read? */
  readonly isPiped?: true;
}

/** A parameter that a modifier has bound to a value. */
export interface BoundValue {
  readonly parameter: string;
  readonly value: { readonly literal: unknown } | CodedDefault | { readonly run: RunBinding };
  /** Under which name the loader holds what its code gives: `boundCode.ts`. */
  readonly owner: string;
}

/** What the run itself gives (R32). */
export type RunBinding = "seed" | "now";

/** Where a function that stands in the options of a modifier is found, once the module is loaded. */
export interface HeldPlace {
  readonly name: string;
  readonly variant: number | undefined;
  /** By which modifier it is held, from the outermost. */
  readonly modifier: number;
  /** Which of those that it holds: the parameter that is piped and the place of the step. */
  readonly path: readonly (string | number)[];
}

/** How a node comes to its value: its function is called, or something is taken out of the one value that it reads. */
export type Step =
  | { readonly kind: "call" }
  /** What a loader loaded, without what it tells of it. */
  | { readonly kind: "loaded" }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "column"; readonly name: string }
  /** The function of a step is called. */
  | { readonly kind: "apply"; readonly place: HeldPlace }
  /** The one value that it reads, as it is. */
  | { readonly kind: "same" }
  | {
      readonly kind: "check";
      readonly rules: CheckRules;
      readonly importance: "fail" | "warn";
      readonly custom?: HeldPlace;
    }
  /** The first value that it reads, where all the checks that it reads too have passed, or do but warn. */
  | { readonly kind: "checked"; readonly importances: readonly ("fail" | "warn")[] };

/** Does it take its value as it is, or look at it, so that no code of a module counts? */
export function callsNothing({ step }: { readonly step: Step }): boolean {
  return step.kind === "same" || step.kind === "checked" || (step.kind === "check" && step.custom === undefined);
}

/** Is a function of the module called for it? */
export function callsFunction({ step }: { readonly step: Step }): boolean {
  return step.kind === "call" || step.kind === "apply" || (step.kind === "check" && step.custom !== undefined);
}

/** Is its value the one that it reads, a part of it, or what a step makes of it? */
export function handsOn({ step }: { readonly step: Step }): boolean {
  return step.kind !== "call" && step.kind !== "check";
}

/** What `cache()`, `retry()` and `timeout()` say of a node. */
export interface CacheSettings {
  readonly behavior?: Behavior;
  readonly format?: string;
  readonly ttlMs?: number;
  readonly impure?: Impure;
  readonly retry?: RetryFacts;
  readonly timeoutMs?: number;
  readonly lend?: Lending;
  readonly preview?: boolean;
  readonly seed?: boolean;
  readonly now?: boolean;
}

/** A node before it is tied to others. */
export interface MadeNode {
  readonly name: string;
  readonly facts: NodeFacts;
  readonly needs: readonly Need[];
  readonly bound: readonly BoundValue[];
  readonly step: Step;
  /** How it was made, where that is more than a call of the function: part of its code version (R3). */
  readonly selector: string | undefined;
  /** What of it is told where it changed, as a part of the code. */
  readonly selectorPart?: { readonly name: string; readonly text: string };
  /** The name under which an open key knows it (R4), where a modifier that adds nothing to its key has given it another. */
  readonly keyName?: string;
  /** Does it stand between others, of which one bears the name of the export? */
  readonly isInner?: boolean;
  /** Is it one of those of `parameterize()`? */
  readonly isCase?: true;
  readonly role: "loader" | "saver" | undefined;
  /** Its part in computing item by item; undefined for a node of its own. */
  readonly map: MapRole | undefined;
  readonly settings: CacheSettings;
  readonly tags: Readonly<Record<string, string>>;
}

/** @param parameter what the value is called in the key, where that is not the name of the node that it is read from */
export function readOf(from: string, { facts }: MadeNode, parameter = from): Need {
  return { parameter, from, facts: { name: parameter, optional: false, line: facts.line, column: facts.column } };
}

/** The same nodes, of which one has another name; an open key does not notice. */
export function rename(nodes: readonly MadeNode[], node: MadeNode, name: string): readonly MadeNode[] {
  return nodes.map((each) =>
    each === node ? { ...node, name, keyName: node.keyName ?? node.name, isInner: true } : each,
  );
}

/** The node that bears the value of the function. */
export function own(nodes: readonly MadeNode[], kind: ModifierFacts["kind"], facts: NodeFacts): MadeNode {
  const found = nodes.find((node) => node.name === facts.name);
  // A case may bear the name of the export, and is one of several all the same.
  if (found !== undefined && !nodes.some(({ isCase }) => isCase)) return found;
  throw refuse(
    facts,
    kind.startsWith("extract")
      ? `${kind}() around parameterize() does not say which case it extracts from: extract in a node of its own.`
      : `${kind}() stands around parameterize(), which has no value of its own: write it inside, around the function.`,
  );
}

/** What is left to read, and what is bound to values. */
export function needsBound(
  node: Pick<MadeNode, "needs" | "bound">,
  bound: Readonly<Record<string, BoundFacts>>,
  owner: string,
): Pick<MadeNode, "needs" | "bound"> {
  const needs = node.needs.flatMap((need): readonly Need[] => {
    const to = bound[need.parameter];
    if (to === undefined || !Object.hasOwn(bound, need.parameter)) return [need];
    return "from" in to ? [{ ...need, from: to.from }] : [];
  });
  const values = Object.entries(bound).flatMap(([parameter, value]) =>
    "from" in value ? [] : [{ parameter, value, owner }],
  );
  return { needs, bound: [...node.bound.filter((b) => !Object.hasOwn(bound, b.parameter)), ...values] };
}

/** Reads by these names mean something else: another node or input, or a value. */
export function rewired(
  node: MadeNode,
  ties: ReadonlyMap<string, { readonly from: string } | { readonly literal: unknown }>,
): MadeNode {
  const bound = [...node.bound];
  const needs = node.needs.flatMap((need): readonly Need[] => {
    const tie = ties.get(need.from);
    if (tie === undefined) return [need];
    if ("from" in tie) return [{ ...need, from: tie.from }];
    bound.push({ parameter: need.parameter, value: tie, owner: "" });
    return [];
  });
  return { ...node, needs, bound };
}

export function refuse({ name, line, column }: NodeFacts, message: string): Error {
  return cellarError("bad-modifier", `\`${name}\` (line ${line}): ${message}`, { where: { node: name, line, column } });
}

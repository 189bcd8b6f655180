// Which code do modifiers bind parameters to, that the loader evaluates?
import type { BoundFacts, NodeFacts, StepFacts } from "../facts.ts";

/** Variants share a name, and each has defaults of its own. */
export function ownerOf({ name, variant }: Pick<NodeFacts, "name" | "variant">): string {
  return variant === undefined ? name : `${name}#${variant}`;
}

/** By `owner.parameter`; the owner is the modifier, by its place from the outermost: several may bind one parameter. */
export function boundCode(facts: NodeFacts): readonly (readonly [key: string, code: string])[] {
  const ownerAt = (at: number, name = "") => ownerOf({ ...facts, name: `${facts.name} ${at} ${name}` });
  return (facts.modifiers ?? []).flatMap((modifier, at) => {
    switch (modifier.kind) {
      case "inject":
        return codedIn(ownerAt(at), modifier.bound);
      case "parameterize":
        return Object.entries(modifier.cases).flatMap(([name, bound]) => codedIn(ownerAt(at, name), bound));
      case "pipeOutput":
        return modifier.steps.flatMap(ofStep);
      case "pipeInput":
        return Object.values(modifier.steps).flat().flatMap(ofStep);
      default:
        return [];
    }
  });
}

/** A step bears no name of its own here: one list may serve several nodes. */
function ofStep({ line, column, parameters, bound }: StepFacts) {
  const owner = `step ${line}:${column}`;
  const defaults = parameters.flatMap(({ name, default: standard }) =>
    standard !== undefined && "code" in standard && standard.standsAlone && !Object.hasOwn(bound, name)
      ? [[name, standard] as const]
      : [],
  );
  return [...codedIn(owner, Object.fromEntries(defaults)), ...codedIn(owner, bound)];
}

function codedIn(owner: string, bound: Readonly<Record<string, BoundFacts>>) {
  return Object.entries(bound).flatMap(([parameter, facts]) =>
    "code" in facts ? [[`${owner}.${parameter}`, facts.code] as const] : [],
  );
}

// Which nodes does a module make, with those of the modules that it uses as parts (`subdag`)?
import { cellarError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";
import type { NodeFacts, SubdagFacts } from "../source/facts.ts";
import { type Config, chosenNodes } from "./chosenNodes.ts";
import { type MadeNode, rewired } from "./madeNode.ts";
import { modify } from "./modify.ts";
import type { ModuleInstance } from "./module.ts";
import { refuseProblems } from "./problems.ts";

/** A node, and the module that its function stands in. */
export interface Placed {
  readonly made: MadeNode;
  readonly module: ModuleInstance;
}

type Subdag = SubdagFacts & { readonly kind: "subdag" };

/**
 * @param config undefined where it is not known yet
 * @throws CellarError `bad-modifier`, `circular`
 */
export function placedNodes(
  module: ModuleInstance,
  config: Config | undefined,
  above: readonly ModuleInstance[] = [],
): readonly Placed[] {
  return chosenNodes(module.facts.nodes, config).flatMap((facts): readonly Placed[] => {
    const made = modify(facts);
    const used = subdagOf(facts);
    if (used === undefined) return made.map((each) => ({ made: each, module }));
    const inner = innerNodes(module, facts, used, config, [...above, module]);
    const ties = tiesOf(used, facts.name, inner);
    const ownTies = new Map([...ties].filter(([name]) => !isMadeOf(name, made)));
    const own = made.map((node) => ({ made: isTied(node) ? rewired(node, ownTies) : node, module }));
    const parts = inner.map(({ made: node, module: home }) => ({
      made: {
        ...rewired(node, ties),
        name: `${facts.name}.${node.name}`,
        ...(node.keyName === undefined ? {} : { keyName: `${facts.name}.${node.keyName}` }),
      },
      module: home,
    }));
    refuseUntaken(facts, used, inner);
    return [...own, ...parts];
  });
}

/** Is it a node between its own ones, `x.raw`? A part may have a node `x` with steps too, and only `x` by itself is that. */
function isMadeOf(name: string, made: readonly MadeNode[]): boolean {
  return name.includes(".") && made.some((node) => node.name === name);
}

/** Does it read by names that mean something of the parts? */
function isTied({ step }: MadeNode): boolean {
  return step.kind === "call" || step.kind === "apply";
}

/** The modules that these use as parts, each after the one that uses it; they may be read one by one. */
export function usedModules(
  modules: readonly ModuleInstance[],
  fill: (modules: readonly ModuleInstance[]) => void,
): readonly ModuleInstance[] {
  const found = new Set(modules);
  for (let ring = modules; ring.length > 0; ) {
    fill(ring);
    const next = ring.flatMap((module) =>
      module.facts.nodes.flatMap((facts) => {
        const used = subdagOf(facts);
        return used === undefined ? [] : used.modules.map((_, at) => moduleAt(module, facts, used, at));
      }),
    );
    ring = [...new Set(next)].filter((module) => !found.has(module));
    for (const module of ring) found.add(module);
  }
  return [...found];
}

function subdagOf({ modifiers = [] }: NodeFacts): Subdag | undefined {
  return modifiers.find((each): each is Subdag => each.kind === "subdag");
}

function innerNodes(
  module: ModuleInstance,
  facts: NodeFacts,
  used: Subdag,
  config: Config | undefined,
  above: readonly ModuleInstance[],
): readonly Placed[] {
  const chosen = config === undefined ? undefined : { ...config, ...used.config };
  const found = new Map<string, Placed>();
  used.modules.forEach((_, at) => {
    const part = moduleAt(module, facts, used, at);
    if (above.includes(part)) {
      const told = [...above.slice(above.indexOf(part)), part].map(({ name }) => `\`${name}\``).join(" → ");
      throw refuse("circular", facts, `a module uses itself by subdag(): ${told}.`);
    }
    refuseProblems(part);
    for (const placed of placedNodes(part, chosen, above)) {
      const { name } = placed.made;
      // What is given stands in the place of the node.
      if (Object.hasOwn(used.inputs, name)) continue;
      const other = found.get(name);
      if (other !== undefined)
        throw refuse(
          "duplicate",
          facts,
          `\`${name}\` is defined by \`${other.module.name}\` and by \`${part.name}\`. Rename one.`,
        );
      found.set(name, placed);
    }
  });
  return [...found.values()];
}

function moduleAt(module: ModuleInstance, facts: NodeFacts, { modules }: Subdag, at: number): ModuleInstance {
  const { local, specifier } = modules[at]!;
  const found = module.importedModule?.({ node: facts.name, variant: facts.variant, at, specifier });
  if (found !== undefined && found.facts.nodes.length > 0) return found;
  throw refuse(
    "bad-modifier",
    facts,
    found === undefined
      ? `subdag() cannot find the text of \`${local}\` ("${specifier}"). It takes a cell that begins with %%cell_to_module or a local file; a script that is run by Node is started with \`node --import cellar/register\`.`
      : `\`${local}\` ("${specifier}") exports no function, so there is no node to use.`,
  );
}

/** What a name means within: an inner node, or what is given; any other keeps its meaning. */
function tiesOf(used: Subdag, prefix: string, inner: readonly Placed[]): Parameters<typeof rewired>[1] {
  const given = Object.entries(used.config).map(([name, literal]) => [name, { literal }] as const);
  const nodes = inner.map(({ made }) => [made.name, { from: `${prefix}.${made.name}` }] as const);
  return new Map([...given, ...Object.entries(used.inputs), ...nodes]);
}

function refuseUntaken(facts: NodeFacts, used: Subdag, inner: readonly Placed[]): void {
  const taken = new Set(inner.flatMap(({ made }) => made.needs.map(({ from }) => from)));
  for (const { name } of facts.parameters) taken.add(name);
  const untaken = Object.keys(used.inputs).find((name) => !taken.has(name));
  if (untaken === undefined) return;
  const names = used.modules.map(({ local }) => `\`${local}\``).join(", ");
  throw refuse(
    "bad-modifier",
    facts,
    `subdag() gives \`${untaken}\`, which no function of ${names} asks for.${didYouMean(untaken, [...taken])}`,
  );
}

function refuse(
  code: "bad-modifier" | "circular" | "duplicate",
  { name, line, column }: NodeFacts,
  said: string,
): Error {
  return cellarError(code, `\`${name}\` (line ${line}): ${said}`, { where: { node: name, line, column } });
}

// Which nodes of a random program may execute after what, and which of them may lawfully be behind an uncached run?
import type { Behavior } from "./nodeText.ts";
import type { Program } from "./program.ts";

/** A declaration of nodes. */
export interface Owner {
  readonly makes: readonly string[];
  readonly behavior: Behavior;
  /** Owners of what it reads. */
  readonly reads: readonly number[];
  /** All that its text, its inputs and the world outside give it. */
  readonly asks: ReadonlySet<string>;
  readonly isMoment: boolean;
}

export interface Reach {
  /** What `withCache()` says of nodes by name. */
  readonly behaviors: ReadonlyMap<string, Behavior>;
  /** May a node execute when this, and nothing else, is another than before? Also those that do in every run. */
  mayExecute(name: string, cause: string): boolean;
  /** Below an ignored node changes of it are not seen, by design. */
  isBehind(name: string): boolean;
  /** Is the node itself computed only where somebody needs it? */
  isIgnored(name: string): boolean;
}

/** A node's declaration is told by its name. */
const ownerOf = (name: string) => Number(/^n(\d+)/.exec(name)?.[1]);

export function reachOf({ lists, seed }: Program, owners: readonly Owner[]): Reach {
  const names = owners.flatMap(({ makes }) => makes);
  // A name stands for all that is below it, and items cannot be ignored.
  const mayIgnore = (name: string) => !["inner", "items"].every((ask) => owners[ownerOf(name)]!.asks.has(ask));
  const said = lists.map(({ at, behavior }) => [names[at % names.length]!, behavior] as const);
  const behaviors = new Map(said.filter(([name, behavior]) => behavior !== "ignore" || mayIgnore(name)));
  const says = owners.map(({ makes, behavior, asks }) => {
    const own = makes.map((name) => behaviors.get(name) ?? behavior);
    const inner = ["recompute", "disable", "ignore"].filter((word) => asks.has(`behavior ${word}`));
    return new Set<string>([...own, ...inner]);
  });
  /** Nothing that is new reaches those below. */
  const cuts = owners.map((_, i) => says[i]!.size === 1 && says[i]!.has("ignore"));
  const below = (first: (i: number) => boolean): ReadonlySet<number> => {
    const reached = new Set<number>();
    owners.forEach(({ reads }, i) => {
      if (first(i) || reads.some((by) => reached.has(by) && !cuts[by])) reached.add(i);
    });
    return reached;
  };

  const behind = new Set<number>();
  owners.forEach(({ reads, makes }, i) => {
    const within = says[i]!.has("ignore") && (makes.length > 1 || says[i]!.size > 1);
    if (within || reads.some((by) => behind.has(by) || says[by]!.has("ignore"))) behind.add(i);
  });
  const executes = (i: number) => says[i]!.size > 1 || !says[i]!.has("default");
  // What executes anew may give another value than before: one that no version tells, the time, and what was behind.
  const always = below(
    (i) => says[i]!.has("disable") || (owners[i]!.isMoment && seed === 0) || (behind.has(i) && executes(i)),
  );
  return {
    behaviors,
    mayExecute(name, cause) {
      const i = ownerOf(name);
      return always.has(i) || executes(i) || below((at) => owners[at]!.asks.has(cause)).has(i);
    },
    isBehind: (name) => behind.has(ownerOf(name)),
    isIgnored: (name) => says[ownerOf(name)]!.has("ignore"),
  };
}

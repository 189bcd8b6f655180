// Which of the module's names may be changed by what is called while it is loaded?
import type { Node } from "typescript";
import type { Findings } from "../findings.ts";
import type { Declared } from "../topLevel.ts";
import type { LatentWrites } from "./latentWrites.ts";
import type { LoadCall } from "./loadCalls.ts";
import type { ModuleWrite } from "./moduleWrites.ts";

/** Names that are handed to a function that may write to them, and names that a function writes to by itself. */
export function callWrites(
  trees: ReadonlyMap<Node, Findings>,
  declared: ReadonlyMap<string, Declared>,
  latent: (name: string) => LatentWrites,
): readonly ModuleWrite[] {
  const found: ModuleWrite[] = [];
  for (const [tree, { loadCalls }] of trees) {
    for (const call of loadCalls) {
      const write = (name: string, via: ModuleWrite["via"], root: Node): void => {
        const about = { how: "written through", isForEffect: true, node: call.node, atLoad: true } as const;
        found.push({ ...about, name, via, root, tree });
      };
      const functions = functionsIn(call, declared).map(latent);
      const isWriter = functions.some(({ parameters }) => parameters);
      for (const id of call.given) {
        if (isWriter && declared.has(id.text)) write(id.text, "call", id);
        else if (isUnknown(call, declared) && declared.get(id.text)?.kind === "variable")
          write(id.text, "unknown call", id);
      }
      for (const name of new Set(functions.flatMap(({ names }) => [...names]))) write(name, "call", call.node);
    }
  }
  return found;
}

/** The module's own functions that a call may run: the one that is called, and those that it is given. */
export function functionsIn({ callee, given }: LoadCall, declared: ReadonlyMap<string, Declared>): readonly string[] {
  const names = [callee, ...given.map((id) => id.text)];
  return names.filter((name) => name !== undefined && declared.has(name)) as string[];
}

/** Is it a function whose code nobody has looked at? */
function isUnknown({ callee, isHarmless }: LoadCall, declared: ReadonlyMap<string, Declared>): boolean {
  const kind = callee === undefined ? undefined : declared.get(callee)?.kind;
  return !isHarmless && kind !== "function" && kind !== "class";
}

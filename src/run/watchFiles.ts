// Did a declared file change while a node read it? Then what it made of it is no value of its key (R28).
import type { FunctionNode } from "../dataflow/node.ts";
import { isDeclaredFile } from "../values/declaredFile.ts";
import { defaultKey } from "./decide/ask.ts";
import type { ExecutionParts } from "./executionParts.ts";

/** In words, and told in the record, of each file once as a warning; undefined where all files are what they were. */
export type FilesChanged = () => Promise<string | undefined>;

/**
 * To be called before the body of a node.
 *
 * @returns undefined for a node that is given no file
 */
export function watchFiles(
  { asked, recorder, closure }: Pick<ExecutionParts, "asked" | "recorder" | "closure">,
  i: number,
): undefined | Promise<FilesChanged> {
  const node = closure.nodes[i] as FunctionNode;
  const standard = (parameter: string) => asked.defaults.get(defaultKey(node.name, parameter));
  const values = [
    ...node.edges.map(({ parameter }, at) => {
      const dep = closure.bound[i]![at]!;
      return asked.inputs.get(dep) ?? asked.inputsAbove?.get(dep) ?? standard(parameter);
    }),
    ...node.bound.map(({ parameter }) => standard(parameter)),
  ];
  const files = values.filter(isDeclaredFile);
  if (files.length === 0) return undefined;
  return (async () => {
    const watched = await Promise.all(files.map((file) => asked.outside.watch(file)));
    return async () => {
      for (const changeOf of watched) {
        const said = await changeOf();
        if (said === undefined) continue;
        const change = asked.redact(said);
        const { name } = node;
        recorder.departed.push({ node: i, reason: `${change}, while \`${name}\` read it` });
        const warning = `${change}, while the run read it. What was made of it is not stored; the next run executes it.`;
        if (!recorder.warnings.includes(warning)) recorder.warnings.push(warning);
        return change;
      }
      return undefined;
    };
  })();
}

// Did a declared file change while a node read it? Then what it made of it is no value of its key (R28).
import { isDeclaredFile } from "../values/declaredFile.ts";
import type { ExecutionParts } from "./executionParts.ts";

/**
 * Tells it in the record, and of each file once as a warning.
 *
 * @param values what the node's function was given
 * @returns in words; undefined where all files are what they were
 */
export function fileChanged(
  { asked, recorder, closure }: Pick<ExecutionParts, "asked" | "recorder" | "closure">,
  i: number,
  values: readonly unknown[],
): undefined | Promise<string | undefined> {
  const files = values.filter(isDeclaredFile);
  if (files.length === 0) return undefined;
  return (async () => {
    for (const file of files) {
      const change = await asked.outside.changeOf(file);
      if (change === undefined) continue;
      const { name } = closure.nodes[i]!;
      recorder.departed.push({ node: i, reason: `${change}, while \`${name}\` read it` });
      const warning = `${change}, while the run read it. What was made of it is not stored; the next run executes it.`;
      if (!recorder.warnings.includes(warning)) recorder.warnings.push(warning);
      return change;
    }
    return undefined;
  })();
}

// Which of the texts in a node's code name files that are there, and that its key does not hold (R12)?
import type { FoundPath } from "../../identity/foundPath.ts";
import { isDeclaredFile } from "../../values/declaredFile.ts";
import { type Asked, defaultKey } from "../decide/ask.ts";
import type { QuestionNode } from "../decide/question.ts";

const NONE: readonly FoundPath[] = [];

/** Each file once, where it is named first. Of a saver none: it writes what it names. */
export function namedFiles(asked: Asked, i: number, node: QuestionNode | undefined): readonly FoundPath[] {
  const paths = asked.codes[i]?.paths ?? NONE;
  if (paths.length === 0 || node === undefined || node.isSaver) return NONE;
  const seen = declaredIn(asked, node);
  return paths.filter(({ text }) => {
    const found = asked.outside.fileNamed(text);
    if (found === undefined || seen.has(found.path)) return false;
    seen.add(found.path);
    return true;
  });
}

/** Paths of the files that its key holds. */
function declaredIn({ inputs, defaults }: Asked, { name, bound, fixed }: QuestionNode): Set<string> {
  const values = [
    ...bound.map(({ dep }) => inputs.get(dep)),
    ...fixed.map(([parameter]) => defaults.get(defaultKey(name, parameter))),
  ];
  return new Set(values.filter(isDeclaredFile).map(({ path }) => path));
}

// Does it read a value that has no version, so that no key can find its result again (R17)?
import type { Gate } from "../subject.ts";

export const opaqueDep: Gate = ({ opaqueDeps }) => {
  const [first] = opaqueDeps;
  return first === undefined
    ? undefined
    : { cue: "opaque dep", field: `dep/${first}`, text: `it reads \`${first}\`, whose value has no version` };
};

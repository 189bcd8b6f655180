// Was this node never seen before? The total fallback: nothing to compare with.
import type { Difference } from "../subject.ts";

export const neverRan: Difference = ({ before, baseline, node }) =>
  before === undefined && baseline === undefined ? [{ cue: "never ran", text: `\`${node}\` never ran before` }] : [];

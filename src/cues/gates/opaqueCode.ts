// Is its code unknown, so that no key can be sure?
import type { Gate } from "../subject.ts";

export const opaqueCode: Gate = ({ opaque }) =>
  opaque === undefined ? undefined : { cue: "opaque code", field: "code", text: `its code is not known: ${opaque}` };

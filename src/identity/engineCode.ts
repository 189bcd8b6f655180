// What is the code version of what the engine does itself, with no code of a module?
import { CODE_FORMAT, type CodeMode, type CodeVersion } from "./codeVersion.ts";
import { digestOf } from "./digest.ts";

/** One object per mode. */
export function engineCode(mode: CodeMode): CodeVersion {
  return ENGINE[mode];
}

function noCode(mode: CodeMode): CodeVersion {
  const version = digestOf(CODE_FORMAT, `${mode}\nengine`);
  const none = { parts: [], marks: [], reads: [], paths: [], unknown: [], constants: [] };
  return { version, mode, texts: new Map(), mentions: new Set(), ...none };
}

const ENGINE: Readonly<Record<CodeMode, CodeVersion>> = { closure: noCode("closure"), function: noCode("function") };

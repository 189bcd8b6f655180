// Why must the body of a node run in this thread? Another one evaluates its module anew, which must give the same (R8).
import type { FunctionNode } from "../../dataflow/node.ts";
import type { CodeVersion } from "../../identity/codeVersion.ts";

/** In words, of the node; undefined where a thread that evaluates the module again computes the same. */
export function staysReason({ module }: FunctionNode, code: CodeVersion): string | undefined {
  if (!module.hasSource)
    return `its source is not known${module.sourceLack === undefined ? "" : `: ${module.sourceLack}`}`;
  if (module.fileName === undefined) return `its module \`${module.name}\` was evaluated by Node itself`;
  if (code.unknown[0] !== undefined) return code.unknown[0];
  if (code.marks[0] !== undefined) return code.marks[0];
  const linked = code.parts.find(({ kind }) => kind === "file" || kind === "cell");
  const near = module.facts.imports.find(({ specifier, typeOnly }) => !typeOnly && /^(\.|\/|#|file:)/.test(specifier));
  const imported = near?.specifier ?? linked?.name;
  if (imported !== undefined) return `its module imports \`${imported}\`, whose state another thread does not share`;
  for (const { name, class: kind, computedProperties } of Object.values(module.facts.parts)) {
    if (kind === "computed") return `the constant \`${name}\` of its module is computed while it is loaded`;
    if (kind === "mutable") return `\`${name}\` of its module is changed after it is loaded`;
    if (kind === "statements") return "its module has top-level code that may change something outside of it";
    if (computedProperties === true) return `properties of \`${name}\` are computed while its module is loaded`;
  }
  return undefined;
}

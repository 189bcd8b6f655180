// What of a node's code and surroundings enters its key? Computed once per code version and process.
import { callsFunction, callsNothing } from "../../dataflow/madeNode.ts";
import type { ModuleInstance } from "../../dataflow/module.ts";
import type { FunctionNode } from "../../dataflow/node.ts";
import type { CodeMode, CodeVersion } from "../../identity/codeVersion.ts";
import { digestOf } from "../../identity/digest.ts";
import { engineCode } from "../../identity/engineCode.ts";
import { type Environment, environmentOf, type Surroundings } from "../../identity/environment.ts";
import type { FoundPath } from "../../identity/foundPath.ts";
import type { FoundRead } from "../../identity/foundRead.ts";

export interface NodeCode {
  readonly code: CodeVersion;
  readonly environment: Environment;
  /** The node's name, where the key is open (R4). */
  readonly openName: string | undefined;
  readonly opaque: string | undefined;
  /** What it reads that no key holds: nothing, where it only takes something out of a value. */
  readonly reads: readonly FoundRead[];
  /** Texts in what it calls that may name files. */
  readonly paths: readonly FoundPath[];
}

const known = new WeakMap<CodeVersion, Map<string, { surroundings: Surroundings; nodeCode: NodeCode }>>();

/**
 * The module must be loaded if it has computed constants.
 *
 * @param covers what the key holds after all, since the node declares it
 */
export function nodeCodeOf(
  node: FunctionNode,
  mode: CodeMode,
  surroundings: Surroundings,
  covers: (read: FoundRead) => boolean = () => false,
): NodeCode {
  const plain = callsNothing(node) ? engineCode(mode) : node.module.codeVersionOf(node.facts.part, mode);
  const code = node.selector === undefined ? plain : selectedCode(plain, node.selector, node.selectorPart);
  const byName = known.get(code) ?? new Map();
  known.set(code, byName);
  const uncovered = code.reads.length === 0 ? code.reads : code.reads.filter((read) => !covers(read));
  const reads = callsFunction(node) ? uncovered : [];
  const name = reads.length === code.reads.length ? node.name : `${node.name}\0${reads.map((r) => r.text).join("\0")}`;
  const found = byName.get(name);
  if (found?.surroundings === surroundings) return found.nodeCode;
  const nodeCode: NodeCode = {
    code,
    environment: environmentOf(surroundings, code.mentions, node.module.folder),
    openName: isOpen(code, reads, node) ? (node.keyName ?? node.name) : undefined,
    opaque: node.module.hasSource || callsNothing(node) ? code.unknown[0] : lackText(node.module),
    reads,
    paths: callsFunction(node) ? code.paths : [],
  };
  byName.set(name, { surroundings, nodeCode });
  return nodeCode;
}

/** R4: a key that does not hold all that counts holds the name, so that no two nodes share a draw. */
function isOpen({ mode, marks }: CodeVersion, reads: readonly FoundRead[], { settings }: FunctionNode): boolean {
  return (
    mode === "function" ||
    marks.length > 0 ||
    reads.length > 0 ||
    settings.ttlMs !== undefined ||
    settings.seed === true
  );
}

function lackText({ name, sourceLack }: ModuleInstance): string {
  return `\`${name}\` was loaded without its source text${sourceLack === undefined ? "" : `: ${sourceLack}`}`;
}

const selected = new WeakMap<CodeVersion, Map<string, CodeVersion>>();

/** The code version of a node that a modifier made of a function (R3). */
function selectedCode(code: CodeVersion, selector: string, told: FunctionNode["selectorPart"]): CodeVersion {
  const made = selected.get(code) ?? new Map<string, CodeVersion>();
  selected.set(code, made);
  const before = made.get(selector);
  if (before !== undefined) return before;
  const now = { ...withPart(code, told), version: digestOf("code/1", `${code.version}\n${selector}`) };
  made.set(selector, now);
  return now;
}

/** What the modifier says is told like a constant of the code, so that a change of it can be shown. */
function withPart(code: CodeVersion, told: FunctionNode["selectorPart"]): CodeVersion {
  if (told === undefined) return code;
  const { name, text } = told;
  const digest = digestOf("text/1", text);
  const part = { kind: "constant" as const, name, hops: [name], digest, text: digest };
  return { ...code, parts: [...code.parts, part], texts: new Map(code.texts).set(digest, text) };
}
